/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.svhn;

import isotherm.api.dataset.RgbImage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import us.hebi.matlab.mat.types.Matrix;

/**
 * One file of cropped digits: a MAT file, version 5, with {@code X} [32, 32, 3, N] of class uint8, column by column (row varies
 * fastest, then column, colour, image), and {@code y} [N, 1] with labels 1 to 10, where 10 stands for the digit 0. Source: the
 * data set's own page (Y. Netzer et al., 2011).
 *
 * @param content the file as it lies on disk
 * @param x pixels, inflated
 * @param labels digits
 */
record SvhnFile(Path path, ByteBuffer content, Matrix x, byte[] labels) {
    static final int SIDE = 32;
    static final int PLANE = SIDE * SIDE;

    static SvhnFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw invalid(path, "has more than 2 GB", null);
            }
            ByteBuffer content = channel.map(MapMode.READ_ONLY, 0, channel.size());
            DigitReader read = DigitReader.read(content.duplicate());
            return new SvhnFile(path, content, read.images(), labels(path, read));
        } catch (IOException e) {
            throw invalid(path, e.getMessage(), e);
        }
    }

    private static byte[] labels(Path path, DigitReader read) {
        int count = read.images().getDimensions()[3];
        if (read.labels().getNumElements() != count) {
            throw invalid(
                    path, "holds " + count + " images and " + read.labels().getNumElements() + " labels", null);
        }
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            double label = read.labels().getDouble(i);
            if (label != Math.rint(label) || label < 1 || label > 10) {
                throw invalid(path, "image " + i + " has label " + label + ", expected 1 to 10", null);
            }
            labels[i] = (byte) (label % 10);
        }
        return labels;
    }

    int size() {
        return labels.length;
    }

    RgbImage read(int index) {
        byte[] pixels = new byte[3 * PLANE];
        int from = index * 3 * PLANE;
        for (int c = 0; c < 3; c++) {
            for (int column = 0; column < SIDE; column++) {
                for (int row = 0; row < SIDE; row++) {
                    pixels[3 * (row * SIDE + column) + c] = (byte) x.getLong(from++);
                }
            }
        }
        return new RgbImage(SIDE, SIDE, pixels);
    }

    private static ProblemException invalid(Path path, String what, Throwable cause) {
        return new ProblemException(
                new isotherm.api.wiring.Problem(
                        ReasonCode.DATA_INVALID,
                        path.toString(),
                        "SVHN: " + path + ": " + what,
                        "fetch the file of cropped digits (format 2) again"),
                cause);
    }
}
