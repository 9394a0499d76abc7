/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Writes a few made-up images of each data set of the published settings, in the form in which it is published. */
final class OfficialData {
    private final Path root;
    private final Random random = new Random(5);

    OfficialData(Path root) {
        this.root = root;
    }

    void writeAll() throws IOException {
        cifar10();
        cifar100();
        tinyImageNet();
        tinyImages(40);
        svhn(12);
        images("iSUN/iSUN_patches", "iSUN_%d.jpeg", 12, 32, 32);
        images("LSUN/test", "lsun_%d.png", 12, 36, 36);
        images("LSUN_resize/LSUN_resize", "%d.png", 12, 32, 32);
        for (String texture : List.of("banded", "dotted", "woven")) {
            images("dtd/images/" + texture, texture + "_%04d.jpg", 4, 300, 310);
        }
        images("places365/val_256", "Places365_val_%08d.jpg", 12, 256, 256);
        for (String place : List.of("a/abbey", "b/barn", "b/bridge")) {
            images("places365/train/" + place, "%08d.jpg", 4, 256, 256);
        }
        images("iNaturalist/images", "%d.jpg", 12, 240, 200);
        images("SUN/images", "sun_%d.jpg", 12, 200, 240);
    }

    /** The binary version: label, then 1024 red, green and blue bytes. */
    private void cifar10() throws IOException {
        Path folder = Files.createDirectories(root.resolve("cifar-10-batches-bin"));
        for (int batch = 1; batch <= 5; batch++) {
            Files.write(folder.resolve("data_batch_" + batch + ".bin"), records(20, 10, 1));
        }
        Files.write(folder.resolve("test_batch.bin"), records(20, 10, 1));
        Files.writeString(
                folder.resolve("batches.meta.txt"),
                "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n");
    }

    /** Two labels, the coarse one first. */
    private void cifar100() throws IOException {
        Path folder = Files.createDirectories(root.resolve("cifar-100-binary"));
        Files.write(folder.resolve("train.bin"), records(100, 100, 2));
        Files.write(folder.resolve("test.bin"), records(100, 100, 2));
        Files.writeString(folder.resolve("fine_label_names.txt"), names(100));
        Files.writeString(folder.resolve("coarse_label_names.txt"), names(20));
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "class" + i + "\n").collect(Collectors.joining());
    }

    private byte[] records(int count, int classes, int labels) {
        var file = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            if (labels == 2) {
                file.write(i % 20);
            }
            file.write(i % classes);
            byte[] pixels = new byte[3072];
            random.nextBytes(pixels);
            file.writeBytes(pixels);
        }
        return file.toByteArray();
    }

    private void tinyImageNet() throws IOException {
        String home = "tiny-imagenet-200/";
        var wnids = new StringBuilder();
        var annotations = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String wnid = "n%08d".formatted(1000 + i);
            wnids.append(wnid).append('\n');
            images(home + "train/" + wnid + "/images", wnid + "_%d.JPEG", 1, 64, 64);
            annotations.append("val_" + i + ".JPEG\t" + wnid + "\t0\t32\t44\t62\n");
        }
        images(home + "val/images", "val_%d.JPEG", 200, 64, 64);
        Files.writeString(root.resolve(home + "val/val_annotations.txt"), annotations);
        Files.writeString(root.resolve(home + "wnids.txt"), wnids);
    }

    /** The 300K random images: unsigned bytes, [N, 32, 32, 3], a NumPy array of version 1.0. */
    private void tinyImages(int count) throws IOException {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ", 32, 32, 3), }";
        header += " ".repeat(64 - (10 + header.length() + 1) % 64) + "\n";
        byte[] pixels = new byte[count * 3072];
        random.nextBytes(pixels);
        var file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        file.writeBytes(ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) header.length())
                .array());
        file.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(pixels);
        Files.write(root.resolve("300K_random_images.npy"), file.toByteArray());
    }

    /** MAT 5 with compressed variables: X, bytes [32, 32, 3, N], and y, doubles [N, 1], a 10 for the digit 0. */
    private void svhn(int count) throws IOException {
        byte[] pixels = new byte[count * 3072];
        random.nextBytes(pixels);
        ByteBuffer labels = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            labels.putDouble(1 + i % 10);
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes("MATLAB 5.0 MAT-file, written by a test".getBytes(StandardCharsets.US_ASCII));
        while (file.size() < 124) {
            file.write(' ');
        }
        file.writeBytes(new byte[] {0, 1, 'I', 'M'});
        file.writeBytes(compressed(variable("X", 9, 2, pixels, 32, 32, 3, count)));
        file.writeBytes(compressed(variable("y", 6, 9, labels.array(), count, 1)));
        Path target = root.resolve("svhn/test_32x32.mat");
        Files.createDirectories(target.getParent());
        Files.write(target, file.toByteArray());
    }

    private static byte[] variable(String name, int arrayClass, int type, byte[] values, int... shape) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(element(6, integers(arrayClass, 0)));
        body.writeBytes(element(5, integers(shape)));
        body.writeBytes(element(1, name.getBytes(StandardCharsets.US_ASCII)));
        body.writeBytes(element(type, values));
        return element(14, body.toByteArray());
    }

    private static byte[] integers(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    /** A tag, and the content up to a multiple of eight bytes. */
    private static byte[] element(int type, byte[] content) {
        int padded = (content.length + 7) / 8 * 8;
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] compressed(byte[] variable) {
        var deflater = new Deflater();
        deflater.setInput(variable);
        deflater.finish();
        byte[] room = new byte[variable.length + 1000];
        int length = deflater.deflate(room);
        deflater.end();
        return ByteBuffer.allocate(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(15)
                .putInt(length)
                .put(room, 0, length)
                .array();
    }

    /** Blocks of random colours. */
    private void images(String folder, String name, int count, int width, int height) throws IOException {
        Path target = Files.createDirectories(root.resolve(folder));
        for (int i = 0; i < count; i++) {
            var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
            int block = Math.max(1, width / 8);
            for (int x = 0; x < width; x += block) {
                int colour = random.nextInt(1 << 24);
                for (int y = 0; y < height; y++) {
                    for (int dx = 0; dx < block && x + dx < width; dx++) {
                        image.setRGB(x + dx, y, colour ^ (y / block * 0x113355));
                    }
                }
            }
            String file = name.formatted(i);
            String format = file.endsWith("png") ? "png" : "jpg";
            if (!ImageIO.write(image, format, target.resolve(file).toFile())) {
                throw new IOException("no writer of " + format);
            }
        }
    }
}
