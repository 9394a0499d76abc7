/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatTableTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("a").resolve("z.table");
        try (var writer = new FloatTableWriter(file, 2)) {
            writer.add(new float[] {1, 2, 3, 4});
            writer.add(new float[] {5, 6});
            writer.finish();
        }
    }

    @Test
    void rowsComeBackInAnyOrder() throws IOException {
        assertArrayEquals(
                new float[] {5, 6, 1, 2},
                FloatTable.open(file, 3, 2).orElseThrow().gather(2, 0));
    }

    @Test
    void anInterruptedReaderClosesTheTableForNobody() throws IOException {
        FloatTable table = FloatTable.open(file, 3, 2).orElseThrow();
        Thread.currentThread().interrupt();
        try {
            assertArrayEquals(new float[] {3, 4}, table.gather(1));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertArrayEquals(new float[] {5, 6}, table.gather(2));
    }

    @Test
    void aDamagedTruncatedOrForeignTableIsNoticed() throws IOException {
        assertTrue(FloatTable.open(file, 2, 2).isEmpty());
        assertTrue(FloatTable.open(file, 2, 3).isEmpty());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 1;
        Files.write(file, bytes);
        assertTrue(FloatTable.open(file, 3, 2).isEmpty());
        Files.write(file, java.util.Arrays.copyOf(bytes, 40));
        assertTrue(FloatTable.open(file, 3, 2).isEmpty());
    }

    @Test
    void anUnfinishedTableLeavesNothing() throws IOException {
        Path other = folder.resolve("b").resolve("x");
        try (var writer = new FloatTableWriter(other, 2)) {
            writer.add(new float[] {1, 2});
        }
        try (var left = Files.list(other.getParent())) {
            assertEquals(0, left.count());
        }
    }
}
