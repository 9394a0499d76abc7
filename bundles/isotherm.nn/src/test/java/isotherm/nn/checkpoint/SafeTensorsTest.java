/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static isotherm.nn.checkpoint.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafeTensorsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("x.safetensors");
    }

    private static StateDict some() {
        var map = new LinkedHashMap<String, INDArray>();
        map.put("z.weight", Nd4j.linspace(1, 6, 6, DataType.FLOAT).reshape('c', 2, 3));
        map.put("steps", Nd4j.scalar(1L << 40));
        map.put("a.bias", Nd4j.createFromArray(Float.NaN, -0f, Float.MIN_VALUE));
        map.put(
                "turned",
                Nd4j.linspace(1, 6, 6, DataType.FLOAT).reshape('c', 2, 3).transpose());
        return new StateDict(map);
    }

    @Test
    void anInterruptedReaderIsNotToldThatTheFileIsDamaged() throws IOException {
        SafeTensors.write(file, some(), Map.of());
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> SafeTensors.read(file));
        } finally {
            Thread.interrupted();
        }
        assertEquals(4, SafeTensors.read(file).tensors().size());
    }

    private void header(String json, int data) throws IOException {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + text.length + data)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .array());
    }

    @Test
    void whatIsWrittenIsReadBackBitForBit() throws IOException {
        SafeTensors.write(file, some(), Map.of("format", "pt", "note", "é \"quoted\""));
        var back = SafeTensors.read(file);
        assertEquals(List.copyOf(some().names()), List.copyOf(back.names()));
        assertArrayEquals(
                some().find("a.bias").toFloatVector(), back.find("a.bias").toFloatVector());
        assertEquals(some().find("z.weight"), back.find("z.weight"));
        assertEquals(some().find("turned").dup('c'), back.find("turned"));
        assertEquals(1L << 40, back.find("steps").getLong(0));
        assertEquals(Map.of("format", "pt", "note", "é \"quoted\""), SafeTensors.metadata(file));
        assertEquals(some().find("z.weight"), Checkpoints.read(file).stateDict().find("z.weight"));
    }

    @Test
    void theFileIsLaidOutAsTheFormatSays() throws IOException {
        SafeTensors.write(file, some(), Map.of());
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.getLong(0);
        assertEquals(0, length % 8);
        assertEquals('{', bytes.get(8));
        assertEquals(bytes.capacity(), 8 + length + 8 + 4 * (6 + 3 + 6));
        assertEquals(1L << 40, bytes.getLong((int) (8 + length)));
    }

    @Test
    void nothingIsLeftBesideAWrittenFile() throws IOException {
        SafeTensors.write(file, some(), Map.of());
        SafeTensors.write(file, some(), Map.of());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void otherTypesAreNotWritten() {
        var doubles = new StateDict(Map.of("x", Nd4j.zeros(DataType.DOUBLE, 2)));
        assertThrows(IllegalArgumentException.class, () -> SafeTensors.write(file, doubles, Map.of()));
        assertTrue(Files.notExists(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"Q99\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]}}",
                "{\"__metadata__\":{\"a\":1}}",
                "{\"a\":[[[[",
                "{\"a\":1}",
                "{}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} x"
            })
    void aHeaderThatDoesNotFitItsFileIsRefused(String json) throws IOException {
        header(json, 8);
        refused(file, "weights file x.safetensors");
    }

    @Test
    void aStatedHeaderLengthIsNotBelieved() throws IOException {
        header("{}", 0);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 1; at < 8; at++) {
            byte[] changed = bytes.clone();
            changed[at] = 1;
            changed = Arrays.copyOf(changed, 12);
            Files.write(file, changed);
            refused(file, "x.safetensors");
            assertThrows(RuntimeException.class, () -> SafeTensors.read(file));
        }
    }

    @Test
    void truncatedAnywhereEndsInALine() throws IOException {
        SafeTensors.write(file, some(), Map.of("format", "pt"));
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            refused(file, "weights file x.safetensors");
        }
    }
}
