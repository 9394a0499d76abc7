/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.dataset.RgbImage;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class NearestIdImageTest {
    @TempDir
    Path dir;

    @Test
    void anIdTrainingImageIsNearestToItself() throws Exception {
        var lab = new Laboratory(dir);
        RunInfo run = lab.run(Map.of(), EnumSet.of(Stage.PRETRAIN));
        Laboratory.assertCompleted(run);
        var nearest = new NearestIdImage(lab.extensions, lab.folders);
        RgbImage found = nearest.nearest(run.id(), png(new RgbImage(8, 8, new byte[192])))
                .image();
        var again = nearest.nearest(run.id(), png(found));
        assertArrayEquals(found.pixels(), again.image().pixels());

        Path text = Files.writeString(dir.resolve("text.png"), "no image");
        refused(ReasonCode.INPUT_INVALID, () -> nearest.nearest(run.id(), text));
        Files.delete(run.folder().resolve("classifier.safetensors"));
        refused(ReasonCode.WEIGHTS_MISSING, () -> nearest.nearest(run.id(), png(found)));
        refused(ReasonCode.NO_SUCH_NAME, () -> nearest.nearest("other", png(found)));
    }

    private static void refused(ReasonCode code, Executable asked) {
        assertEquals(code, assertThrows(ProblemException.class, asked).problem().code());
    }

    private Path png(RgbImage image) throws Exception {
        var picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            byte[] p = image.pixels();
            int rgb = (p[3 * i] & 255) << 16 | (p[3 * i + 1] & 255) << 8 | p[3 * i + 2] & 255;
            picture.setRGB(i % image.width(), i / image.width(), rgb);
        }
        Path file = Files.createTempFile(dir, "image", ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }
}
