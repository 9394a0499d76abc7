/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.dataset.RgbImage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.image.ImagePreparation;
import isotherm.image.ImageFile;
import isotherm.image.ImageKind;
import java.io.IOException;
import java.nio.file.Path;

/** An image of no data set, on its way from a file to a network and back to eyes. */
final class SingleImage {
    private SingleImage() {}

    /** @throws ProblemException INPUT_INVALID where it cannot be read or decoded */
    static RgbImage read(Path image) {
        try {
            return ImageFile.read(image);
        } catch (IOException e) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID, image.toString(), e.getMessage(), "give a " + ImageKind.all() + " file");
        }
    }

    /** As a network sees it: planes of red, green and blue. */
    static byte[] prepared(RgbImage image, int size) {
        var preparation = ImagePreparation.standard(size);
        byte[] planes = new byte[preparation.bytes()];
        preparation.prepare(image, planes, 0);
        return planes;
    }

    static RgbImage interleaved(byte[] planes, int size) {
        byte[] pixels = new byte[planes.length];
        for (int i = 0; i < planes.length; i++) {
            pixels[i] = planes[i % 3 * size * size + i / 3];
        }
        return new RgbImage(size, size, pixels);
    }
}
