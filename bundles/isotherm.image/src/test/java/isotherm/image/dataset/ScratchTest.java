/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 20, (1 << 20) + 1, 3_000_000})
    void holdsWhatTheStreamHas(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = (byte) (i * 31 + (i >> 8));
        }
        ByteBuffer held = Scratch.of(new ByteArrayInputStream(content), bytes);
        assertEquals(ByteBuffer.wrap(content), held);
        assertThrows(EOFException.class, () -> Scratch.of(new ByteArrayInputStream(content), bytes + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 3_000_000})
    void roomIsEmptyAndCanBeWritten(int bytes) throws IOException {
        ByteBuffer room = Scratch.allocate(bytes);
        assertEquals(ByteBuffer.wrap(new byte[bytes]), room);
        byte[] ones = new byte[bytes];
        Arrays.fill(ones, (byte) 1);
        room.put(ones);
        assertEquals(ByteBuffer.wrap(ones), room.flip());
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000_000})
    void leavesNoFileBehind(int bytes) throws IOException {
        long before = files();
        ByteBuffer room = Scratch.allocate(bytes);
        assertThrows(EOFException.class, () -> Scratch.of(new ByteArrayInputStream(new byte[2_000_000]), bytes));
        assertEquals(before, files());
        assertEquals(bytes, room.capacity());
    }

    private static long files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("isotherm\\d+\\.tmp"))
                    .count();
        }
    }
}
