/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Damage to a sealed file is told, wherever it is. */
class SafeTensorsSealTest {
    @TempDir
    Path folder;

    private Path file;
    private byte[] sound;

    @BeforeEach
    void write() throws IOException {
        var tensors = new LinkedHashMap<String, INDArray>();
        tensors.put("weight", Nd4j.linspace(1, 6, 6).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT));
        tensors.put("count", Nd4j.scalar(7L));
        tensors.put("empty", Nd4j.create(org.nd4j.linalg.api.buffer.DataType.FLOAT, 0, 3));
        file = folder.resolve("x.safetensors");
        SafeTensors.write(file, new StateDict(tensors), Map.of("taps", "1"));
        sound = Files.readAllBytes(file);
    }

    @Test
    void theSealIsNoMetadataOfTheFile() {
        assertEquals(Map.of("taps", "1"), SafeTensors.metadata(file));
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6},
                SafeTensors.read(file).find("weight").data().asFloat());
    }

    @Test
    void aFlippedBitOfAnyByteIsTold() throws IOException {
        var random = new Random(6);
        for (int at = 0; at < sound.length; at++) {
            int bit = 8 * at + random.nextInt(8);
            byte[] damaged = sound.clone();
            damaged[at] ^= 1 << bit % 8;
            Files.write(file, damaged);
            var e = assertThrows(ProblemException.class, () -> SafeTensors.verify(file), "bit " + bit);
            assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
            if (at % 7 == 0) {
                assertThrows(ProblemException.class, () -> SafeTensors.read(file), "bit " + bit);
                assertThrows(ProblemException.class, () -> Checkpoints.read(file), "bit " + bit);
            }
        }
    }

    @Test
    void theHeaderAloneIsHeldToItsSeal() throws IOException {
        int header = (int) ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = sound.clone();
            damaged[random.nextInt(8 + header)] ^= 1 << random.nextInt(8);
            Files.write(file, damaged);
            assertThrows(ProblemException.class, () -> SafeTensors.metadata(file));
            assertThrows(ProblemException.class, () -> SafeTensors.seal(file));
        }
    }

    @Test
    void whatIsCutOffIsTold() throws IOException {
        for (int length = 0; length < sound.length; length += 3) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertThrows(ProblemException.class, () -> SafeTensors.verify(file));
        }
    }

    @Test
    void theSealTellsContentsApart() throws IOException {
        Optional<String> first = SafeTensors.seal(file);
        assertTrue(first.isPresent());
        SafeTensors.write(file, SafeTensors.read(file), SafeTensors.metadata(file));
        assertEquals(first, SafeTensors.seal(file));
        SafeTensors.write(file, SafeTensors.read(file), Map.of("taps", "2"));
        assertNotEquals(first, SafeTensors.seal(file));
        var other = new LinkedHashMap<>(SafeTensors.read(file).tensors());
        other.put("count", Nd4j.scalar(8L));
        SafeTensors.write(file, new StateDict(other), Map.of("taps", "1"));
        assertNotEquals(first, SafeTensors.seal(file));
    }

    @Test
    void aFileFromElsewhereIsTakenAsItIs() throws IOException {
        byte[] header =
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}".getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + header.length + 1)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .put((byte) 5)
                        .array());
        assertEquals(Optional.empty(), SafeTensors.seal(file));
        SafeTensors.verify(file);
        assertEquals(5, SafeTensors.read(file).find("a").getInt(0));
    }

    @Test
    void aForeignProgramThatKeptTheMetadataIsToldFromASealedFile() throws IOException {
        String text = new String(sound, StandardCharsets.ISO_8859_1);
        // the same length, the entries in another order
        int from = text.indexOf("\"isotherm.seal\""),
                to = text.indexOf("\"isotherm.sha256\""),
                end = text.indexOf("\"taps\"");
        String turned =
                text.substring(0, from) + text.substring(to, end) + text.substring(from, to) + text.substring(end);
        Files.write(file, turned.getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(ProblemException.class, () -> SafeTensors.read(file));
    }
}
