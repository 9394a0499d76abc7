/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static isotherm.nn.checkpoint.PickleBytes.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Element types, strides, NaN. */
class ElementTypeTest {
    @TempDir
    Path folder;

    private INDArray read(String type, byte[] data, int elements, long[] shape, long[] strides) throws IOException {
        Path file = tensor(type, elements, 0, shape, strides).zip(folder.resolve("x.pt"), Map.of("0", data));
        return (INDArray) Checkpoints.read(file).value("w");
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void halfPrecisionCoversSubnormalsInfinityAndNan() {
        assertEquals(1f, ElementType.half((short) 0x3c00));
        assertEquals(-2f, ElementType.half((short) 0xc000));
        assertEquals(0x1p-24f, ElementType.half((short) 1));
        assertEquals(-0x1p-24f, ElementType.half((short) 0x8001));
        assertEquals(65504f, ElementType.half((short) 0x7bff));
        assertEquals(Float.POSITIVE_INFINITY, ElementType.half((short) 0x7c00));
        assertEquals(Float.NaN, ElementType.half((short) 0x7e00));
    }

    @Test
    void fractionsOfAnyWidthBecomeFloats() throws IOException {
        long[] two = {2}, one = {1};
        assertArrayEquals(
                new float[] {1.5f, -2},
                read("DoubleStorage", buffer(16).putDouble(1.5).putDouble(-2).array(), 2, two, one)
                        .toFloatVector());
        assertArrayEquals(
                new float[] {1, -2},
                read(
                                "HalfStorage",
                                buffer(4)
                                        .putShort((short) 0x3c00)
                                        .putShort((short) 0xc000)
                                        .array(),
                                2,
                                two,
                                one)
                        .toFloatVector());
        assertArrayEquals(
                new float[] {1, Float.NaN},
                read(
                                "BFloat16Storage",
                                buffer(4)
                                        .putShort((short) 0x3f80)
                                        .putShort((short) 0x7fc0)
                                        .array(),
                                2,
                                two,
                                one)
                        .toFloatVector());
    }

    @Test
    void wholeNumbersBecomeLongs() throws IOException {
        INDArray counter = read("LongStorage", buffer(8).putLong(1L << 40).array(), 1, new long[0], new long[0]);
        assertEquals(DataType.INT64, counter.dataType());
        assertEquals(1L << 40, counter.getLong(0));
        assertEquals(0, counter.rank());
    }

    @Test
    void stridesAreFollowed() throws IOException {
        INDArray transposed =
                read("FloatStorage", PickleBytes.floats(1, 2, 3, 4, 5, 6), 6, new long[] {3, 2}, new long[] {1, 3});
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, transposed.reshape(6).toFloatVector());
        assertArrayEquals(new long[] {3, 2}, transposed.shape());
    }
}
