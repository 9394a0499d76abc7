/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damage of every kind to unpacked libraries, and what a start makes of it. */
class NativeCacheTest {
    private static final String KIND = "linux-x86_64-onednn-avx2";
    private static final byte[] LARGE = bytes(300_000, 1), SMALL = bytes(50_000, 2), TWIN = bytes(50_000, 3);

    @TempDir
    private Path folder;

    private final AtomicInteger opened = new AtomicInteger();
    private Path cache;
    private Path large;

    @BeforeEach
    void place() {
        cache = folder.resolve("cache");
        large = cache.resolve(KIND).resolve("liblarge.so");
    }

    /** What befalls files. */
    enum Damage {
        CUT {
            @Override
            byte[] of(byte[] sound, Random random) {
                return Arrays.copyOf(sound, random.nextInt(sound.length));
            }
        },
        EMPTIED {
            @Override
            byte[] of(byte[] sound, Random random) {
                return new byte[0];
            }
        },
        BIT_FLIPPED {
            @Override
            byte[] of(byte[] sound, Random random) {
                byte[] other = sound.clone();
                other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
                return other;
            }
        },
        ZEROS_FROM_SOMEWHERE_ON {
            @Override
            byte[] of(byte[] sound, Random random) {
                byte[] other = sound.clone();
                Arrays.fill(other, random.nextInt(other.length), other.length, (byte) 0);
                return other;
            }
        },
        LENGTHENED {
            @Override
            byte[] of(byte[] sound, Random random) {
                return Arrays.copyOf(sound, sound.length + 1 + random.nextInt(5000));
            }
        };

        abstract byte[] of(byte[] sound, Random random);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDamagedIsMadeAnewOrRemovedAndTheRestStays(Damage damage) throws Exception {
        Random random = new Random(damage.ordinal());
        for (int i = 0; i < 5; i++) {
            cache().prepare();
            Path small = Files.write(cache.resolve(KIND).resolve("libsmall.so.1"), SMALL);
            // JavaCPP gives some of them another name
            Path renamed = Files.write(cache.resolve(KIND).resolve("libtwin_nolapack.so"), TWIN);
            cache().prepare();
            for (Path file : List.of(large, small)) {
                FileTime time = Files.getLastModifiedTime(file);
                Files.write(file, damage.of(Files.readAllBytes(file), random));
                // as it was, lest the time of modification give it away
                Files.setLastModifiedTime(file, time);
            }
            cache().prepare();
            assertArrayEquals(LARGE, Files.readAllBytes(large));
            assertFalse(Files.exists(small), "JavaCPP unpacks it again");
            assertArrayEquals(TWIN, Files.readAllBytes(renamed));
        }
    }

    @Test
    void aLibraryUnderTheNameOfAnotherOfItsLengthIsKeptAsItIsSound() throws Exception {
        cache().prepare();
        Path named = Files.write(cache.resolve(KIND).resolve("libother.so"), SMALL);
        cache().prepare();
        assertArrayEquals(SMALL, Files.readAllBytes(named));
    }

    @Test
    void whatIsVouchedForIsNotReadAgain() throws Exception {
        cache().prepare();
        Files.write(cache.resolve(KIND).resolve("libsmall.so.1"), SMALL);
        cache().prepare();
        opened.set(0);
        cache().prepare();
        assertEquals(0, opened.get());
        Files.delete(cache.resolve(".checked"));
        cache().prepare();
        assertTrue(opened.get() >= 2, "without its stamps everything is compared");
        assertArrayEquals(LARGE, Files.readAllBytes(large));
    }

    @Test
    void damagedStampsVouchForNothing() throws Exception {
        for (byte[] stamps : List.of(bytes(500, 4), new byte[0], "\t\t\n\0".getBytes())) {
            cache().prepare();
            Files.write(large, Damage.BIT_FLIPPED.of(LARGE, new Random(5)));
            Files.write(cache.resolve(".checked"), stamps);
            cache().prepare();
            assertArrayEquals(LARGE, Files.readAllBytes(large));
        }
    }

    @Test
    void whatAnEarlierStartLeftHalfWrittenIsReplaced() throws Exception {
        Files.createDirectories(large.getParent());
        Path part = Files.write(large.resolveSibling("liblarge.so.part"), Arrays.copyOf(LARGE, 1000));
        cache().prepare();
        assertArrayEquals(LARGE, Files.readAllBytes(large));
        assertFalse(Files.exists(part));
    }

    @Test
    void aFullDiskLeavesNothingAndTheNextStartGoesOn() throws Exception {
        IOException full = assertThrows(IOException.class, () -> cache(100_000).prepare());
        assertEquals("No space left on device", full.getMessage());
        try (Stream<Path> left = Files.list(large.getParent())) {
            assertEquals(List.of(), left.toList());
        }
        cache().prepare();
        assertArrayEquals(LARGE, Files.readAllBytes(large));
    }

    @Test
    void manyAtOnceEndWithSoundLibraries() throws Exception {
        var pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> starts = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                starts.add(() -> {
                    cache().prepare();
                    assertArrayEquals(LARGE, Files.readAllBytes(large));
                    return null;
                });
            }
            for (var start : pool.invokeAll(starts)) {
                start.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private NativeCache cache() throws IOException {
        return cache(Integer.MAX_VALUE);
    }

    private NativeCache cache(int room) throws IOException {
        var packed = new java.io.ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(packed)) {
            zstd.write(LARGE);
        }
        return new NativeCache(
                cache,
                KIND,
                List.of(
                        library("liblarge.so.zst", packed.toByteArray(), room),
                        library("libsmall.so.1", SMALL, room),
                        library("libtwin.so", TWIN, room)));
    }

    /** A bundle's entry; the disk is full after so many bytes of it. */
    private NativeLibrary library(String name, byte[] content, int room) throws IOException {
        return new NativeLibrary(new URL(null, "test:/natives/" + name, new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public long getContentLengthLong() {
                        return content.length;
                    }

                    @Override
                    public InputStream getInputStream() {
                        opened.incrementAndGet();
                        return new Limited(content, room);
                    }
                };
            }
        }));
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Fails as a write to a full disk does. */
    private static final class Limited extends FilterInputStream {
        private int left;

        Limited(byte[] content, int left) {
            super(new ByteArrayInputStream(content));
            this.left = left;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("No space left on device");
            }
            int read = super.read(target, offset, Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }
    }
}
