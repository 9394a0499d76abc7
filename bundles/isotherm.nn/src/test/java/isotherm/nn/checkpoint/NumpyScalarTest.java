/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static isotherm.nn.checkpoint.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numpy's numbers, which published decoder files keep their feature range in; and nothing else of numpy. */
class NumpyScalarTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"numpy.core.multiarray, f4, 0000803f, 1.0", "numpy._core.multiarray, f8, 000000000000f03f, 1.0"})
    void aFractionIsRead(String module, String type, String bytes, double value) throws IOException {
        assertEquals(value, read(scalar(module, type, "<", hex(bytes))).doubleValue());
    }

    @Test
    void aWholeNumberIsRead() throws IOException {
        assertEquals(
                -2,
                read(scalar("numpy.core.multiarray", "i8", "<", hex("feffffffffffffff")))
                        .longValue());
    }

    /** Objects, text, records, times and complex numbers: whatever is not one plain number. */
    @ParameterizedTest
    @ValueSource(strings = {"O8", "O", "S4", "U4", "V4", "M8", "c8", "f4,f4", "b1b1", ""})
    void anotherTypeIsRefused(String type) throws IOException {
        refused(zip(scalar("numpy.core.multiarray", type, "<", new byte[4])), "numpy number of type");
    }

    @Test
    void aWrongSizeOrByteOrderIsRefused() throws IOException {
        refused(zip(scalar("numpy.core.multiarray", "f4", "<", new byte[3])), "wrong size");
        refused(zip(scalar("numpy.core.multiarray", "f4", "<", new byte[8])), "wrong size");
        refused(zip(scalar("numpy.core.multiarray", "f4", ">", new byte[4])), "big-endian");
    }

    @Test
    void aScalarOfSomethingElseIsRefused() throws IOException {
        var ofText = new PickleBytes()
                .global("numpy.core.multiarray", "scalar")
                .text("f4")
                .text("abcd")
                .op(0x86, 'R', '.');
        refused(zip(ofText), "damaged");
        var alone = new PickleBytes().global("numpy.core.multiarray", "scalar").op(')', 'R', '.');
        refused(zip(alone), "damaged");
    }

    @ParameterizedTest
    @CsvSource({
        "numpy.core.multiarray, _reconstruct",
        "numpy._core.multiarray, _reconstruct",
        "numpy, ndarray",
        "numpy, load",
        "numpy, fromfile",
        "numpy.core.multiarray, fromfile",
        "numpy.random, random",
        "numpy.testing._private.utils, runstring",
        "_codecs, decode",
        "codecs, encode"
    })
    void nothingElseOfNumpyIsKnown(String module, String name) throws IOException {
        refused(zip(new PickleBytes().global(module, name).text("x").op(0x85, 'R', '.')), module + "." + name);
    }

    @Test
    void bytesAreWrittenAsLatinTextOnly() throws IOException {
        var rot = new PickleBytes()
                .global("_codecs", "encode")
                .text("abc")
                .text("zlib")
                .op(0x86, 'R', '.');
        refused(zip(rot), "encodes bytes");
    }

    /** {@code {"w": scalar(dtype(type), bytes)}} as protocol 2 writes it. */
    private static PickleBytes scalar(String module, String type, String order, byte[] value) {
        return new PickleBytes()
                .op('}')
                .text("w")
                .global(module, "scalar")
                .global("numpy", "dtype")
                .text(type)
                .op(0x89, 0x88, 0x87, 'R')
                .op('(', 'K', 3)
                .text(order)
                .op('N', 'N', 'N', 't', 'b')
                .global("_codecs", "encode")
                .text(new String(value, StandardCharsets.ISO_8859_1))
                .text("latin1")
                .op(0x86, 'R')
                .op(0x86, 'R')
                .op('s', '.');
    }

    private Number read(PickleBytes pickle) throws IOException {
        return (Number) Checkpoints.read(zip(pickle)).value("w");
    }

    private Path zip(PickleBytes pickle) throws IOException {
        return pickle.zip(folder.resolve("x.pt"), Map.of());
    }

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits);
    }
}
