/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.target.prototype;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Nearest ID image by Euclidean distance, blockwise: ‖o−i‖² = ‖o‖² + ‖i‖² − 2·o·i, the products by one matrix product a
 * block. float32 products only sort out what cannot be nearest; whatever lies within their error is measured again in
 * double, so that the result is that of an exact search and ties take the lowest index. Memory: one block of products. An
 * interrupt of the thread ends it at the next block.
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
        for (int from = 0; from < oodImages.length; from += OOD_BLOCK) {
            int to = Math.min(oodImages.length, from + OOD_BLOCK);
            double[] best = new double[to - from];
            Arrays.fill(best, Double.POSITIVE_INFINITY);
            try (INDArray o = ood.matrix(oodImages, from, to)) {
                for (int start = 0; start < idImages.length; start += ID_BLOCK) {
                    if (Thread.interrupted()) {
                        throw new CancellationException("interrupted");
                    }
                    int end = Math.min(idImages.length, start + ID_BLOCK);
                    block(o, oodImages, from, idImages, start, end, best, nearest);
                }
            }
        }
    }

    private void block(
            INDArray o, int[] oodImages, int from, int[] idImages, int start, int end, double[] best, int[] nearest) {
        int columns = end - start;
        float[] products;
        try (INDArray i = id.matrix(idImages, start, end);
                INDArray p = i.mmul(o.transpose())) {
            // [ID, OOD] in Fortran order, as mmul leaves it: an OOD image's products lie side by side
            products =
                    p.ordering() == 'f' ? p.data().asFloat() : p.dup('f').data().asFloat();
        }
        for (int row = 0; row < best.length; row++) {
            int image = oodImages[from + row];
            // |error of a float dot product| ≤ D·u·‖o‖·‖i‖, twice that for the distance; one rounding more for safety
            double slack = 2 * (id.width + 2) * UNIT * Math.sqrt(ood.squared[image]);
            double limit = best[row];
            for (int c = 0; c < columns; c++) {
                int candidate = idImages[start + c];
                double estimate = ood.squared[image] + id.squared[candidate] - 2.0 * products[row * columns + c];
                double error = slack * Math.sqrt(id.squared[candidate]);
                // a product beyond the reach of float32 sorts nothing out
                if (estimate - error <= limit || !Double.isFinite(estimate)) {
                    double exact = Rows.distance(ood.z[image], id.z[candidate]);
                    if (exact < limit) {
                        limit = exact;
                        nearest[image] = candidate;
                    }
                }
            }
            best[row] = limit;
        }
    }
}
