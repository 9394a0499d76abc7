/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** float32 arrays: made from a seed, read, compared. */
final class Arrays32 {
    private Arrays32() {}

    static INDArray uniform(long seed, double low, double high, long... shape) {
        Random random = new Random(seed);
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return of(values, shape);
    }

    static INDArray of(float[] values, long... shape) {
        return Nd4j.createFromArray(values).reshape(shape);
    }

    /** The array's values in C order; a copy. */
    static float[] values(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    /** Those rows of an array, in that order; a copy. */
    static INDArray rows(INDArray array, int... rows) {
        long[] shape = array.shape().clone();
        float[] all = values(array);
        int width = (int) (array.length() / shape[0]);
        float[] chosen = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(all, rows[i] * width, chosen, i * width, width);
        }
        shape[0] = rows.length;
        return of(chosen, shape);
    }

    static void assertFloats(String what, INDArray array, long... shape) {
        assertArrayEquals(shape, array.shape(), () -> what + " has shape " + Arrays.toString(array.shape()));
        assertEquals(DataType.FLOAT, array.dataType(), what);
        for (float value : values(array)) {
            assertTrue(Float.isFinite(value), () -> what + " holds " + value);
        }
    }

    /** Up to rounding: float32 sums depend on their order. */
    static void assertClose(String what, INDArray expected, INDArray actual) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        assertClose(what, values(expected), values(actual));
    }

    static void assertClose(String what, float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length, what);
        double largest = 1e-3;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - actual[i]);
            int place = i;
            assertTrue(
                    difference <= 2e-4 * largest,
                    () -> what + " differs at " + place + ": " + expected[place] + " and " + actual[place]);
        }
    }

    static void assertSame(String what, StateDict expected, StateDict actual) {
        assertEquals(List.copyOf(expected.names()), List.copyOf(actual.names()), what);
        expected.tensors()
                .forEach((name, tensor) ->
                        assertArrayEquals(values(tensor), values(actual.find(name)), 0, what + ", tensor " + name));
    }

    static boolean differ(StateDict one, StateDict other) {
        return one.tensors().entrySet().stream()
                .anyMatch(entry -> !Arrays.equals(values(entry.getValue()), values(other.find(entry.getKey()))));
    }

    static List<float[]> copies(List<INDArray> arrays) {
        var copies = new ArrayList<float[]>();
        arrays.forEach(array -> copies.add(values(array)));
        return copies;
    }

    static void assertUnchanged(String what, List<float[]> before, List<INDArray> arrays) {
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), values(arrays.get(i)), 0, what + " was modified");
        }
    }

    static void close(StateDict state) {
        state.tensors().values().stream().filter(INDArray::closeable).forEach(INDArray::close);
    }
}
