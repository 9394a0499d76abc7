/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static isotherm.nn.checkpoint.PickleBytes.floats;
import static isotherm.nn.checkpoint.PickleBytes.tensor;
import static isotherm.nn.checkpoint.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to run code, to take memory, or to read beyond their end. */
class HostileCheckpointTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("x.pt");
    }

    private static long[] of(long... values) {
        return values;
    }

    private Path zip(PickleBytes pickle, int floats) throws IOException {
        return pickle.zip(file, Map.of("0", new byte[4 * floats]));
    }

    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "builtins, eval",
        "builtins, exec",
        "__builtin__, set",
        "subprocess, Popen",
        "array, array",
        "torch, load",
        "torch.nn, Linear",
        "decimal, Decimal",
        "copy_reg, _reconstructor"
    })
    void aForeignClassIsRefusedByName(String module, String name) throws IOException {
        var called = new PickleBytes().global(module, name).text("echo").op(0x85, 'R', '.');
        refused(zip(called, 1), module + "." + name);
        var merelyNamed = new PickleBytes().text(module).text(name).op(0x93, '0', 'N', '.');
        refused(zip(merelyNamed, 1), module + "." + name);
    }

    @ParameterizedTest
    @ValueSource(ints = {'i', 'o', 0x82, 0x83, 0x84, 0x97, 0x92, 'P', 'I', 'L', 'F', 'S', 'V', 'g', 'p', '2', 0xff})
    void anOpcodeThatWeightsDoNotNeedIsRefused(int opcode) throws IOException {
        refused(zip(new PickleBytes().op(opcode, '1', '\n', '.'), 1), "opcode");
    }

    @Test
    void stateIsNeverSetOnAnythingThatCouldAct() throws IOException {
        var pickle = new PickleBytes().op(']', '}', 'b', '.');
        refused(zip(pickle, 1), "state of an object");
    }

    @ParameterizedTest
    @ValueSource(ints = {'X', 'B', 'T'})
    void aStatedLengthIsNotBelieved(int opcode) throws IOException {
        refused(zip(new PickleBytes().op(opcode).int32(0x7fff_ff00).op('.'), 1), "truncated");
        refused(zip(new PickleBytes().op(opcode).int32(-1).op('.'), 1), "truncated");
        refused(zip(new PickleBytes().op(0x8d).raw(new byte[] {0, 0, 0, 0, 0, 0, 0, 0x7f}), 1), "truncated");
    }

    @Test
    void aTensorStaysInsideItsStorage() throws IOException {
        refused(zip(tensor("FloatStorage", 4, 0, of(5), of(1)), 4), "beyond its storage");
        refused(zip(tensor("FloatStorage", 4, 2, of(3), of(1)), 4), "beyond its storage");
        refused(zip(tensor("FloatStorage", 4, 0, of(2, 2), of(3, 1)), 4), "beyond its storage");
        refused(zip(tensor("FloatStorage", 4, -1, of(1), of(1)), 4), "beyond its storage");
        refused(zip(tensor("FloatStorage", 4, 0, of(2), of(-1)), 4), "negative");
        refused(zip(tensor("FloatStorage", 4, 0, of(-2), of(1)), 4), "negative");
        refused(zip(tensor("FloatStorage", 4, 0, of(1L << 40, 1L << 40), of(0, 0)), 4), "overflows");
        refused(zip(tensor("FloatStorage", 4, 0, of(2), of(Long.MAX_VALUE)), 4), "beyond its storage");
        refused(zip(tensor("FloatStorage", 4, 0, of(2, 2), of(1)), 4), "sizes and 1 strides");
    }

    @Test
    void aRepeatedElementCannotBlowUpASmallFile() throws IOException {
        refused(zip(tensor("FloatStorage", 4, 0, of(1_000_000_000), of(0)), 4), "larger than the file");
    }

    @Test
    void aStorageHasTheSizeItIsSaidToHave() throws IOException {
        refused(zip(tensor("FloatStorage", 5, 0, of(4), of(1)), 4), "lacks the storage 0");
        refused(zip(tensor("FloatStorage", -1, 0, of(0), of(1)), 4), "storage size");
        refused(zip(tensor("FloatStorage", Long.MAX_VALUE, 0, of(4), of(1)), 4), "storage size");
        refused(zip(tensor("FloatStorage", 1L << 40, 0, of(4), of(1)), 4), "larger than the file");
        refused(tensor("FloatStorage", 4, 0, of(4), of(1)).zip(file, Map.of()), "lacks the storage 0");
        refused(tensor("FloatStorage", 4, 0, of(4), of(1)).legacy(file, 3, new byte[12]), "another size");
        refused(tensor("FloatStorage", 1L << 50, 0, of(4), of(1)).legacy(file, 1L << 50, new byte[12]), "another size");
    }

    @Test
    void valuesCannotNestForEverOrContainThemselves() throws IOException {
        var deep = new PickleBytes();
        for (int i = 0; i < 100_000; i++) {
            deep.op(']');
        }
        for (int i = 1; i < 100_000; i++) {
            deep.op('a');
        }
        refused(zip(deep.op('.'), 1), "deeper");
        refused(zip(new PickleBytes().op(']', 'q', 0, 'h', 0, 'a', '.'), 1), "deeper");
    }

    @Test
    void listsOfListsOfTheSameAreMadeOnce() throws IOException {
        var pickle = new PickleBytes().op(']');
        for (int i = 0; i < 50; i++) {
            pickle.op('q', 0, '0', ']').op('h', 0, 'a').op('h', 0, 'a');
        }
        Checkpoints.read(zip(pickle.op('.'), 1));
    }

    @Test
    void aKeyMustBeTextOrANumber() throws IOException {
        refused(zip(new PickleBytes().op('}', ']', 'N', 's', '.'), 1), "dictionary key");
    }

    @Test
    void brokenStacksEndInALine() throws IOException {
        refused(zip(new PickleBytes().op('.'), 1), "x.pt");
        refused(zip(new PickleBytes().op('R', '.'), 1), "x.pt");
        refused(zip(new PickleBytes().op('(', '.'), 1), "neither");
        refused(zip(new PickleBytes().op('}').text("a").op('u', '.'), 1), "x.pt");
        refused(zip(new PickleBytes().text("a").text("b").op('R', '.'), 1), "x.pt");
    }

    @Test
    void aCompressedOrInflatedZipIsRefused() throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a/data.pkl"));
            zip.write(new byte[10_000_000]);
        }
        refused(file, "compressed");
    }

    @Test
    void aZipOfSomethingElseIsRefused() throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            PickleBytes.entry(zip, "word/document.xml", new byte[10]);
        }
        refused(file, "no data.pkl");
    }

    @Test
    void aChangedByteIsNoticed() throws IOException {
        tensor("FloatStorage", 4, 0, of(4), of(1)).zip(file, Map.of("0", floats(7, 7, 7, 7)));
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\0\0\u00e0\u0040");
        bytes[at + 3] ^= 1;
        Files.write(file, bytes);
        refused(file, "damaged");
    }

    @Test
    void otherFilesAreNamedAsSuch() throws IOException {
        Files.write(file, new byte[0]);
        refused(file, "empty");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1");
        refused(file, "neither a PyTorch checkpoint, a safetensors file nor an ONNX model");
        Files.write(file, new PickleBytes().op('}', '.', 0, 0, 0, 0, 0, 0).bytes());
        refused(file, "magic number");
        var e = assertThrows(ProblemException.class, () -> Checkpoints.read(folder.resolve("none")));
        assertEquals(ReasonCode.WEIGHTS_MISSING, e.problem().code());
    }

    @Test
    void truncatedAnywhereEndsInALine() throws IOException {
        var storage = floats(1, 2, 3, 4);
        for (boolean legacy : new boolean[] {false, true}) {
            var pickle = tensor("FloatStorage", 4, 0, of(4), of(1));
            Path whole = legacy ? pickle.legacy(file, 4, storage) : pickle.zip(file, Map.of("0", storage));
            byte[] bytes = Files.readAllBytes(whole);
            for (int length = 0; length < bytes.length; length++) {
                Files.write(file, Arrays.copyOf(bytes, length));
                refused(file, "weights file x.pt");
            }
            Files.write(file, bytes);
            var read = Checkpoints.read(file).stateDict().find("w");
            assertArrayEquals(new float[] {1, 2, 3, 4}, read.toFloatVector());
        }
    }
}
