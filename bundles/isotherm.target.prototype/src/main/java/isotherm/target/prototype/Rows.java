/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.target.prototype;

import isotherm.api.target.FeatureTable;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The rows of a feature table on the Java heap, checked to be finite, with their squared lengths. */
final class Rows {
    private static final int BLOCK = 4096;

    final float[][] z;
    final double[] squared;
    final int width;

    Rows(FeatureTable table, String side) {
        int count = Math.toIntExact(table.z().size(0));
        width = Math.toIntExact(table.z().size(1));
        z = new float[count][];
        squared = new double[count];
        // ND4J takes the later rows of an array that begins inside another one for none
        INDArray all = table.z().offset() == 0 ? table.z() : table.z().dup('c');
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(count, from + BLOCK);
            try (INDArray block = all.get(NDArrayIndex.interval(from, to)).dup('c')) {
                FloatBuffer values = block.data().asNioFloat();
                for (int i = from; i < to; i++) {
                    values.get(z[i] = new float[width]);
                }
            }
        }
        if (all != table.z()) {
            all.close();
        }
        for (int i = 0; i < count; i++) {
            for (float v : z[i]) {
                squared[i] += (double) v * v;
            }
            if (!Double.isFinite(squared[i])) {
                throw new ProblemException(
                        ReasonCode.DATA_INVALID,
                        side + " features",
                        "the features of " + side + " image " + i + " hold NaN or infinity",
                        "look for damaged classifier weights");
            }
        }
    }

    /** The rows of these images as a matrix; the caller closes it. */
    INDArray matrix(int[] images, int from, int to) {
        float[] flat = new float[(to - from) * width];
        for (int i = from; i < to; i++) {
            System.arraycopy(z[images[i]], 0, flat, (i - from) * width, width);
        }
        return Nd4j.createFromArray(flat).reshape(to - from, width);
    }

    /** ‖a−b‖², exact to double precision. */
    static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double d = (double) a[i] - b[i];
            sum += d * d;
        }
        return sum;
    }
}
