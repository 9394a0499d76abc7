/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.target.prototype;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Nearest ID image by Euclidean distance, blockwise: ‖o−i‖² = ‖o‖² + ‖i‖² − 2·o·i, the products by one matrix product a
 * block. float32 products only sort out what cannot be nearest; whatever lies within their error is measured again in
 * double, so that the result is that of an exact search and ties take the lowest index. Memory: one block of products and
 * of either side. An interrupt of the thread ends it at the next block. The OOD images of a block are looked through on
 * all processors; each has its own result, which does not depend on the others.
 */
final class NearestSearch {
    private static final int OOD_BLOCK = 512;
    private static final int ID_BLOCK = 4096;
    /** Unit roundoff of float32. */
    private static final double UNIT = 0x1p-24;

    private final Rows id;
    private final Rows ood;

    NearestSearch(Rows id, Rows ood) {
        this.id = id;
        this.ood = ood;
    }

    /** Writes to {@code nearest[o]}, for each OOD image o of the list, the nearest of the ID images, ascending indices. */
    void search(int[] oodImages, int[] idImages, int[] nearest) {
        double[] best = new double[oodImages.length];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        float[] products = new float[Math.min(OOD_BLOCK, oodImages.length) * Math.min(ID_BLOCK, idImages.length)];
        for (int start = 0; start < idImages.length; start += ID_BLOCK) {
            int[] candidates = Arrays.copyOfRange(idImages, start, Math.min(idImages.length, start + ID_BLOCK));
            try (INDArray i = id.matrix(candidates, 0, candidates.length)) {
                for (int from = 0; from < oodImages.length; from += OOD_BLOCK) {
                    if (Thread.interrupted()) {
                        throw new CancellationException("interrupted");
                    }
                    int to = Math.min(oodImages.length, from + OOD_BLOCK);
                    multiply(i, oodImages, from, to, products);
                    look(candidates, oodImages, from, to, products, best, nearest);
                }
            }
        }
    }

    /** Writes the products of OOD images and ID images, an OOD image's side by side: what [ID, OOD] is in Fortran order. */
    private void multiply(INDArray i, int[] oodImages, int from, int to, float[] products) {
        try (INDArray o = ood.matrix(oodImages, from, to);
                INDArray p = Nd4j.createUninitialized(i.dataType(), new long[] {i.rows(), to - from}, 'f')) {
            Nd4j.gemm(i, o, p, false, true, 1, 0);
            ((FloatPointer) p.data().pointer()).position(0).get(products, 0, Math.toIntExact(p.length()));
        }
    }

    private void look(
            int[] candidates, int[] oodImages, int from, int to, float[] products, double[] best, int[] nearest) {
        double[] squared = new double[candidates.length];
        double[] length = new double[candidates.length];
        for (int c = 0; c < candidates.length; c++) {
            squared[c] = id.squared[candidates[c]];
            length[c] = Math.sqrt(squared[c]);
        }
        IntStream.range(from, to).parallel().forEach(row -> {
            int image = oodImages[row];
            // |error of a float dot product| ≤ D·u·‖o‖·‖i‖, twice that for the distance; one rounding more for safety
            double slack = 2 * (id.width + 2) * UNIT * Math.sqrt(ood.squared[image]);
            double limit = best[row];
            int at = (row - from) * candidates.length;
            for (int c = 0; c < candidates.length; c++) {
                double estimate = ood.squared[image] + squared[c] - 2.0 * products[at + c];
                // a product beyond the reach of float32 sorts nothing out
                if (estimate - slack * length[c] <= limit || !Double.isFinite(estimate)) {
                    double exact = Rows.distance(ood.z[image], id.z[candidates[c]]);
                    if (exact < limit) {
                        limit = exact;
                        nearest[image] = candidates[c];
                    }
                }
            }
            best[row] = limit;
        });
    }
}
