/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.bench;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.Lease;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** All images of a folder of JPEG files, read and decoded; the files are written beforehand and deleted at the end. */
final class LoadWorkload implements Workload {
    private final Lease<DatasetLoader> loader;
    private final Path root;
    private final ImageDataset data;

    LoadWorkload(Lease<DatasetLoader> loader, int images, int side) {
        this.loader = loader;
        try {
            root = Files.createTempDirectory("isotherm-bench");
            write(images, side);
        } catch (IOException e) {
            throw new UncheckedIOException("the images to measure with cannot be written", e);
        }
        data = loader.service().open(new DatasetRequest(Split.TEST, root, "jpeg", Map.of(), 0));
    }

    private void write(int images, int side) throws IOException {
        Path folder = Files.createDirectories(root.resolve("jpeg/class"));
        Random random = new Random(1);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < images; i++) {
            // coarse blocks with a little noise: files of 1.8 kB, Tiny ImageNet has 1.9 kB
            int[] colours = random.ints(64, 0, 1 << 24).toArray();
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int colour = colours[y * 8 / side * 8 + x * 8 / side] & 0xE0E0E0;
                    image.setRGB(x, y, colour | random.nextInt(32) * 0x010101);
                }
            }
            ImageIO.write(image, "jpg", folder.resolve(i + ".jpg").toFile());
        }
    }

    @Override
    public int images() {
        return data.size();
    }

    @Override
    public void run() {
        IntStream.range(0, data.size()).parallel().forEach(i -> {
            try {
                data.read(i);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        data.close();
        loader.close();
        try (var files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // files left in the temporary folder harm nobody
        }
    }
}
