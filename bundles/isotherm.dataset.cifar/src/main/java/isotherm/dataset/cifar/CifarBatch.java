/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.cifar;

import isotherm.api.dataset.RgbImage;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * One mapped batch file. Its labels are read when it is opened; pixels when they are asked for.
 *
 * @param content the whole file; read by absolute position only, so that threads can share it
 */
record CifarBatch(CifarFormat format, Path file, ByteBuffer content, byte[] labels) {
    int size() {
        return labels.length;
    }

    int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    RgbImage read(int index) {
        byte[] planes = new byte[3 * CifarFormat.PLANE];
        content.get(index * format.recordBytes() + format.labelBytes(), planes);
        byte[] pixels = new byte[planes.length];
        for (int i = 0; i < CifarFormat.PLANE; i++) {
            for (int c = 0; c < 3; c++) {
                pixels[3 * i + c] = planes[c * CifarFormat.PLANE + i];
            }
        }
        return new RgbImage(CifarFormat.SIDE, CifarFormat.SIDE, pixels);
    }
}
