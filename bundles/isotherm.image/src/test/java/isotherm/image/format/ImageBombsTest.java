/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Small files that ask for much: what is counted is the memory that reading them takes, and how often they look at the watch. */
class ImageBombsTest {
    private static final int MB = 1 << 20;
    /** Small images with something large beside them take next to nothing. */
    private static final long BESIDE = 8L * MB;

    @TestFactory
    Stream<DynamicTest> whatIsLargeBesideThePixelsIsNeverMade() {
        byte[] large = new byte[64 * MB];
        byte[] deflated = PngWriter.deflated(large);
        byte[] row = new byte[3 * 8 + 1];
        return Stream.of(
                read("zTXt", () -> png("zTXt", "a\0\0", deflated)),
                read("iTXt", () -> png("iTXt", "a\0\1\0\0\0", deflated)),
                read("iCCP", () -> png("iCCP", "a\0\0", deflated)),
                read(
                        "pixels behind the pixels",
                        () -> new PngWriter().head(8, 8, 8, 2, 0).pixels(large).end()),
                read("many empty IDATs", () -> {
                    var png = new PngWriter().head(8, 8, 8, 2, 0);
                    byte[] data = PngWriter.deflated(new byte[8 * row.length]);
                    png.chunk("IDAT", data);
                    for (int i = 0; i < 100_000; i++) {
                        png.chunk("IDAT", new byte[0]);
                    }
                    return png.end();
                }),
                read(
                        "strip of a TIFF",
                        () -> tiff(8, 8).tag(259, 8).strips(deflated).write()),
                read("frames of a GIF", () -> {
                    byte[] one = {',', 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0, 2, 1, 0x44, 0
                    };
                    var gif = new ByteArrayOutputStream();
                    gif.writeBytes("GIF89a".getBytes(StandardCharsets.ISO_8859_1));
                    gif.writeBytes(new byte[] {1, 0, 1, 0, (byte) 0x80, 0, 0, 1, 2, 3, 4, 5, 6});
                    gif.writeBytes(new byte[] {',', 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0});
                    for (int i = 0; i < 100_000; i++) {
                        gif.writeBytes(one);
                    }
                    return gif.toByteArray();
                }));
    }

    private static byte[] png(String name, String beginning, byte[] deflated) {
        byte[] content =
                Arrays.copyOf(beginning.getBytes(StandardCharsets.ISO_8859_1), beginning.length() + deflated.length);
        System.arraycopy(deflated, 0, content, beginning.length(), deflated.length);
        return new PngWriter()
                .head(8, 8, 8, 2, 0)
                .chunk(name, content)
                .pixels(new byte[8 * 25])
                .end();
    }

    private static TiffWriter tiff(long width, long height) {
        return new TiffWriter(false)
                .tag(256, width)
                .tag(257, height)
                .tag(258, 8, 8, 8)
                .tag(262, 2)
                .tag(277, 3)
                .tag(278, height);
    }

    private static DynamicTest read(String name, Supplier<byte[]> file) {
        return DynamicTest.dynamicTest(name, () -> {
            byte[] content = file.get();
            // the classes of a decoder are loaded before anything is counted
            decode(content);
            long taken = taken(() -> decode(content));
        });
    }

    @TestFactory
    Stream<DynamicTest> whatIsTooLargeIsRefusedByItsHead() {
        byte[] few = new byte[64];
        return Stream.of(
                refused("thin", () -> new PngWriter()
                        .head(16_000_000, 1, 8, 2, 0)
                        .pixels(few)
                        .end()),
                refused("thin", () -> new PngWriter()
                        .head(1, 1_000_000, 1, 0, 1)
                        .pixels(few)
                        .end()),
                refused("pixels", () -> new PngWriter()
                        .head(Integer.MAX_VALUE, Integer.MAX_VALUE, 8, 2, 0)
                        .pixels(few)
                        .end()),
                refused(
                        "pixels",
                        () -> new PngWriter().head(0, 7, 8, 2, 0).pixels(few).end()),
                refused(
                        "pixels",
                        () -> new PngWriter().head(-1, 7, 8, 2, 0).pixels(few).end()),
                refused("MB", () -> new PngWriter()
                        .head(10_000, 10_000, 16, 6, 0)
                        .pixels(few)
                        .end()),
                refused("pixels", () -> jpeg(65528, 65528)),
                refused("thin", () -> jpeg(65528, 5)),
                refused("scans", () -> new JpegWriter(8, 8, new int[] {1, 2, 3}, JpegWriter.plain(3))
                        .progressive(300)
                        .write((c, b) -> 9)),
                refused("scans", () -> new JpegWriter(8, 8, new int[] {1}, JpegWriter.plain(1))
                        .progressive(50)
                        .write((c, b) -> 9)),
                refused("pixels", () -> tiff(1L << 31, 1L << 31).strips(few).write()),
                refused("thin", () -> tiff(1, 20_000).strips(few).write()),
                refused("pixels", () -> tiff(8, 8)
                        .tag(322, 65536)
                        .tag(323, 65536)
                        .tiles(few)
                        .write()),
                refused("pixels", () -> tiff(8, 8)
                        .tag(322, 1 << 30)
                        .tag(323, 1)
                        .tiles(few)
                        .write()),
                refused("pieces", () -> tiff(8, 8)
                        .tag(278, 1)
                        .strips(few)
                        .tag(273, new long[8])
                        .tag(279, 99, 99, 99, 99, 99, 99, 99, 99)
                        .write()),
                refused(
                        "values",
                        () -> tiff(8, 8).tag(258, new long[1 << 18]).strips(few).write()),
                refused("pixels", () -> gif(65535, 65535)),
                refused("thin", () -> gif(65535, 1)),
                refused(
                        "pixels",
                        () -> WebpImageTest.file(
                                WebpImageTest.chunk("VP8L", new byte[] {0x2F, -1, -1, -1, 0x0F, 0, 0, 0}))),
                refused("pixels", () -> bmp(1 << 30, 1 << 30, 0)),
                refused("pixels", () -> bmp(20_000, -20_000, 1)));
    }

    private static byte[] jpeg(int width, int height) {
        byte[] file = new JpegWriter(8, 8, new int[] {1, 2, 3}, JpegWriter.plain(3)).write((c, b) -> 9);
        int frame = 0;
        while ((file[frame] & 255) != 0xFF || (file[frame + 1] & 255) != 0xC0) {
            frame++;
        }
        ByteBuffer.wrap(file).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        return file;
    }

    private static byte[] gif(int width, int height) {
        var gif = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        gif.put("GIF89a".getBytes(StandardCharsets.ISO_8859_1))
                .put(new byte[] {1, 0, 1, 0, (byte) 0x80, 0, 0, 1, 2, 3, 4, 5, 6});
        gif.put((byte) ',')
                .putInt(0)
                .putShort((short) width)
                .putShort((short) height)
                .put(new byte[] {0, 2, 2, 0x44, 1, 0});
        return gif.array();
    }

    private static byte[] bmp(int width, int height, int compression) {
        var bmp = ByteBuffer.allocate(1100).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B')
                .put((byte) 'M')
                .putInt(0)
                .putInt(0)
                .putInt(1078)
                .putInt(40)
                .putInt(width)
                .putInt(height);
        return bmp.putShort((short) 1).putShort((short) 8).putInt(compression).array();
    }

    private static DynamicTest refused(String why, Supplier<byte[]> file) {
        return DynamicTest.dynamicTest(why, () -> {
            byte[] content = file.get();
            String[] message = new String[1];
            long taken = taken(() -> message[0] =
                    assertThrows(IOException.class, () -> decode(content)).getMessage());
            assertTrue(taken < MB + 2L * content.length, taken + " bytes");
            assertTrue(message[0].contains(why.equals("thin") ? "one side more than" : why), message[0]);
        });
    }

    @Test
    void whoeverReadsCanGiveUp() {
        // pixels from few bytes and pixels from many
        byte[] flat = new PngWriter()
                .head(6000, 6000, 8, 2, 0)
                .pixels(new byte[6000 * 18001])
                .end();
        byte[] scans = new JpegWriter(2048, 2048, new int[] {1, 2, 3}, JpegWriter.plain(3))
                .progressive(12)
                .write((c, b) -> b % 200);
        for (byte[] content : new byte[][] {flat, scans}) {
            var looks = new AtomicInteger();
            assertThrows(IllegalStateException.class, () -> {
                var watch = new Watch(() -> {
                    if (looks.incrementAndGet() == 4) {
                        throw new IllegalStateException("given up");
                    }
                });
                try {
                    EncodedImage.of(content).decode(watch);
                } catch (IOException e) {
                    watch.rethrow();
                    throw e;
                }
            });
            assertEquals(4, looks.get());
        }
    }

    private static void decode(byte[] content) throws IOException {
        EncodedImage.of(content).decode(new Watch(() -> {}));
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static long taken(Reading reading) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        reading.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
