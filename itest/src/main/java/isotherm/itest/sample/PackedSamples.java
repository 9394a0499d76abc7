/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.sample;

import isotherm.tck.DatasetSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.osgi.service.component.annotations.Component;

/** Small data sets in the formats that pack images into one file, for the loaders' contract tests. */
final class PackedSamples {
    private static final int COUNT = 6;
    private static final int CIFAR_PIXELS = 3 * 32 * 32;

    private PackedSamples() {}

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void cifar(Path file, int labels) throws IOException {
        ByteBuffer records = ByteBuffer.allocate(COUNT * (labels + CIFAR_PIXELS));
        for (int i = 0; i < COUNT; i++) {
            for (int l = 0; l < labels; l++) {
                records.put((byte) i);
            }
            records.put(noise(CIFAR_PIXELS));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, records.array());
    }

    @Component(property = "isotherm.dataset.name=cifar10")
    public static final class Cifar10 implements DatasetSample {
        @Override
        public String write(Path root) throws IOException {
            cifar(root.resolve("cifar-10-batches-bin/data_batch_1.bin"), 1);
            cifar(root.resolve("cifar-10-batches-bin/test_batch.bin"), 1);
            return "";
        }
    }

    @Component(property = "isotherm.dataset.name=cifar100")
    public static final class Cifar100 implements DatasetSample {
        @Override
        public String write(Path root) throws IOException {
            cifar(root.resolve("cifar-100-binary/train.bin"), 2);
            cifar(root.resolve("cifar-100-binary/test.bin"), 2);
            return "?labels=coarse";
        }
    }

    @Component(property = "isotherm.dataset.name=idx")
    public static final class Idx implements DatasetSample {
        private static final int SIDE = 5;

        @Override
        public String write(Path root) throws IOException {
            Path folder = Files.createDirectories(root.resolve("mnist"));
            for (String part : new String[] {"train", "t10k"}) {
                ByteBuffer images = ByteBuffer.allocate(16 + COUNT * SIDE * SIDE);
                images.putInt(0x803).putInt(COUNT).putInt(SIDE).putInt(SIDE).put(noise(COUNT * SIDE * SIDE));
                Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
                ByteBuffer labels = ByteBuffer.allocate(8 + COUNT);
                labels.putInt(0x801).putInt(COUNT).put(new byte[] {0, 1, 2, 3, 4, 9});
                Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
            }
            return ":mnist";
        }
    }

    @Component(property = "isotherm.dataset.name=npy")
    public static final class Npy implements DatasetSample {
        @Override
        public String write(Path root) throws IOException {
            String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + COUNT + ", 4, 5, 3), }";
            header += " ".repeat(64 - (10 + header.length() + 1) % 64) + "\n";
            byte[] text = header.getBytes(StandardCharsets.US_ASCII);
            byte[] pixels = noise(COUNT * 4 * 5 * 3);
            ByteBuffer file = ByteBuffer.allocate(10 + text.length + pixels.length);
            file.put((byte) 0x93)
                    .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                    .put((byte) 1)
                    .put((byte) 0);
            file.put((byte) text.length)
                    .put((byte) (text.length >> 8))
                    .put(text)
                    .put(pixels);
            Files.write(root.resolve("images.npy"), file.array());
            return ":images.npy";
        }
    }

    @Component(property = "isotherm.dataset.name=svhn")
    public static final class Svhn implements DatasetSample {
        /** As SciPy's savemat compresses X, [32, 32, 3, 2], and y = [10; 4]; without the header. */
        private static final String DIGITS =
                "DwAAAEgAAAB4nO3OwQ1AAAyG0R8hXMTR0RiWcLf/JJqwA5H3mi/tsXOSfU2G2mM15dZXS7U9dVVbNTXnc2cNAAAAwBccbz8AAH9z"
                        + "AcNvAZEPAAAAKQAAAHic42NgYDAAYjYg5gBiTgYIYIXymYCYEYwZGSrBfCYGLhYGBgAYzgDz";

        @Override
        public String write(Path root) throws IOException {
            byte[] variables = Base64.getDecoder().decode(DIGITS);
            ByteBuffer file = ByteBuffer.allocate(128 + variables.length);
            file.put("MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII));
            file.position(125);
            file.put((byte) 1).put((byte) 'I').put((byte) 'M').put(variables);
            Path folder = Files.createDirectories(root.resolve("svhn"));
            Files.write(folder.resolve("train_32x32.mat"), file.array());
            Files.write(folder.resolve("test_32x32.mat"), file.array());
            return "";
        }
    }
}
