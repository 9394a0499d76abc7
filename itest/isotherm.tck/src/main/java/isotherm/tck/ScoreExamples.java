/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.score.ScoreInput;
import isotherm.api.target.FeatureTable;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Three classes around the unit vectors. Known images are predicted with confidence, lie close to their class and have cold
 * heatmaps; unknown ones have flat logits, lie far from all classes and have hot heatmaps.
 */
final class ScoreExamples {
    private static final int CLASSES = 3;
    private static final int WIDTH = 5;
    private static final int TRAINING = 60;

    private ScoreExamples() {}

    static FeatureTable training() {
        return new FeatureTable(z(1, TRAINING, 1), labels(TRAINING), CLASSES);
    }

    static ScoreInput known(int count, boolean heatmaps) {
        return new ScoreInput(z(2, count, 1), logits(3, count, 8), heatmaps ? heat(4, count, .02) : null);
    }

    static ScoreInput unknown(int count, boolean heatmaps) {
        return new ScoreInput(z(5, count, -3), logits(6, count, .1), heatmaps ? heat(7, count, .9) : null);
    }

    /** The same images with hot heatmaps. */
    static ScoreInput heated(ScoreInput batch) {
        return new ScoreInput(batch.z(), batch.logits(), heat(8, (int) batch.z().size(0), .9));
    }

    /** Two images of 1×2 pixels, small enough to be computed by hand. */
    static ScoreInput golden(boolean heatmaps) {
        return new ScoreInput(
                Arrays32.of(new float[] {1, 0, 0, 0, 0, 0, .5f, .5f, 0, 0}, 2, WIDTH),
                Arrays32.of(new float[] {1, 2, 3, 0, 0, 4}, 2, CLASSES),
                heatmaps
                        ? Arrays32.of(new float[] {.1f, -.2f, .3f, .1f, 0, 0, .5f, 0, -.5f, 0, .25f, -.75f}, 2, 3, 1, 2)
                        : null);
    }

    static ScoreInput rows(ScoreInput batch, int... rows) {
        return new ScoreInput(
                Arrays32.rows(batch.z(), rows),
                Arrays32.rows(batch.logits(), rows),
                batch.heatmaps() == null ? null : Arrays32.rows(batch.heatmaps(), rows));
    }

    /** Whatever a score looks at, it meets the bad value in the second image. */
    static ScoreInput spoilt(ScoreInput batch, float bad) {
        return new ScoreInput(
                spoilt(batch.z(), bad),
                spoilt(batch.logits(), bad),
                batch.heatmaps() == null ? null : spoilt(batch.heatmaps(), bad));
    }

    private static INDArray spoilt(INDArray array, float bad) {
        float[] values = Arrays32.values(array);
        int width = values.length / (int) array.size(0);
        Arrays.fill(values, width, 2 * width, bad);
        return Arrays32.of(values, array.shape());
    }

    private static INDArray z(long seed, int count, double scale) {
        float[] values = Arrays32.values(Arrays32.uniform(seed, -.1, .1, count, WIDTH));
        for (int i = 0; i < count; i++) {
            values[i * WIDTH + i % CLASSES] += (float) scale;
        }
        return Arrays32.of(values, count, WIDTH);
    }

    private static INDArray logits(long seed, int count, double scale) {
        float[] values = Arrays32.values(Arrays32.uniform(seed, -.1, .1, count, CLASSES));
        for (int i = 0; i < count; i++) {
            values[i * CLASSES + i % CLASSES] += (float) scale;
        }
        return Arrays32.of(values, count, CLASSES);
    }

    private static INDArray heat(long seed, int count, double most) {
        return Arrays32.uniform(seed, -most, most, count, 3, 4, 4);
    }

    private static int[] labels(int count) {
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % CLASSES);
        return labels;
    }
}
