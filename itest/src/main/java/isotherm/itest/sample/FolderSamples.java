/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.sample;

import isotherm.tck.DatasetSample;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.osgi.service.component.annotations.Component;

/** Small data sets in the formats that lay out images in folders, for the loaders' contract tests. */
final class FolderSamples {
    private FolderSamples() {}

    /** A picture whose pixels depend on the number. */
    private static void image(Path file, int number, String format) throws IOException {
        var image = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 6; x++) {
                image.setRGB(x, y, (40 * x) << 16 | (60 * y) << 8 | (50 * number & 255));
            }
        }
        Files.createDirectories(file.getParent());
        if (!ImageIO.write(image, format, file.toFile())) {
            throw new IOException("no writer for " + format);
        }
    }

    @Component(property = "isotherm.dataset.name=imagefolder")
    public static final class ImageFolder implements DatasetSample {
        @Override
        public String write(Path root) throws IOException {
            for (String part : new String[] {"train", "test"}) {
                image(root.resolve("pictures").resolve(part).resolve("cat/1.png"), 1, "png");
                image(root.resolve("pictures").resolve(part).resolve("cat/2.png"), 2, "png");
                image(root.resolve("pictures").resolve(part).resolve("dog/3.png"), 3, "png");
            }
            return ":pictures";
        }
    }

    @Component(property = "isotherm.dataset.name=tinyimagenet")
    public static final class TinyImageNet implements DatasetSample {
        @Override
        public String write(Path root) throws IOException {
            Path folder = root.resolve("tiny-imagenet-200");
            image(folder.resolve("train/n01/images/n01_0.JPEG"), 1, "jpg");
            image(folder.resolve("train/n02/images/n02_0.JPEG"), 2, "jpg");
            image(folder.resolve("val/images/val_0.JPEG"), 3, "jpg");
            image(folder.resolve("val/images/val_1.JPEG"), 4, "jpg");
            Files.writeString(folder.resolve("wnids.txt"), "n01\nn02\n");
            Files.writeString(
                    folder.resolve("val/val_annotations.txt"),
                    "val_0.JPEG\tn02\t0\t0\t1\t1\nval_1.JPEG\tn01\t0\t0\t1\t1\n");
            return "";
        }
    }
}
