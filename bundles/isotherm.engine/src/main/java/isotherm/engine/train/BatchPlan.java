/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import java.util.Arrays;

/**
 * Which images each batch of an epoch holds. Numbers below {@code id} are ID images, the others OOD images. An epoch takes
 * every ID image once.
 *
 * @param id number of ID images
 * @param ood number of OOD images
 * @param batch images a batch
 * @param balance share of OOD images in each batch; 0 = all images in one shuffle, as they come
 * @param seed of the order
 */
public record BatchPlan(int id, int ood, int batch, double balance, long seed) {
    public BatchPlan {
        if (id < 1 || ood < 0 || batch < 2 || balance < 0 || balance >= 1) {
            throw new IllegalArgumentException("no batches of " + batch + " from " + id + " and " + ood);
        }
    }

    private int oodPerBatch() {
        return balance == 0 || ood == 0 ? 0 : Math.max(1, Math.min(batch - 1, (int) Math.round(balance * batch)));
    }

    /** Batches of an epoch. A single image left over is dropped: batch norm has no statistics of one. */
    public int batches() {
        int fixed = oodPerBatch();
        int shuffled = fixed == 0 ? id + ood : id;
        int step = batch - fixed;
        int rest = shuffled % step;
        return Math.max(1, shuffled / step + (rest + (rest == 0 ? 0 : fixed) > 1 ? 1 : 0));
    }

    /** The batches of one epoch, in their order. */
    public int[][] epoch(int epoch) {
        int fixed = oodPerBatch();
        int step = batch - fixed;
        int[] order = Shuffle.order(fixed == 0 ? id + ood : id, seed, epoch);
        int[][] batches = new int[batches()][];
        int[] oodOrder = new int[0];
        int round = -1;
        for (int b = 0; b < batches.length; b++) {
            int from = b * step;
            int[] part = Arrays.copyOfRange(order, from, Math.min(order.length, from + step));
            batches[b] = Arrays.copyOf(part, part.length + fixed);
            for (int k = 0; k < fixed; k++) {
                long place = ((long) epoch * batches.length + b) * fixed + k;
                if (place / ood != round) {
                    round = (int) (place / ood);
                    // another stream than the ID images'
                    oodOrder = Shuffle.order(ood, ~seed, round);
                }
                batches[b][part.length + k] = id + oodOrder[(int) (place % ood)];
            }
        }
        return batches;
    }
}
