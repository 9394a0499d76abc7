/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.score.heatmap;

import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.score.ScoreInput;
import isotherm.api.score.ScoreName;
import isotherm.api.target.FeatureTable;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.osgi.service.component.annotations.Component;

/** The method's own score: the mean over pixels of the maximum over channels of |h|, in [0,1). Has no options. */
@Component
@ScoreName("heatmap")
public final class HeatmapScore implements OodScore, FittedScore {
    @Override
    public boolean usesHeatmaps() {
        return true;
    }

    @Override
    public boolean usesTrainingFeatures() {
        return false;
    }

    @Override
    public FittedScore fit(FeatureTable id, Map<String, String> options) {
        if (!options.isEmpty()) {
            String key = options.keySet().iterator().next();
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID, key, "score 'heatmap' has no option '" + key + "'", "remove it");
        }
        return this;
    }

    @Override
    public double[] score(ScoreInput batch) {
        INDArray heatmaps = batch.heatmaps();
        if (heatmaps == null || heatmaps.rank() != 4) {
            throw new IllegalArgumentException("the heatmap score needs heatmaps [N, C, H, W]");
        }
        int images = Math.toIntExact(heatmaps.size(0));
        int channels = Math.toIntExact(heatmaps.size(1));
        int pixels = Math.toIntExact(heatmaps.size(2) * heatmaps.size(3));
        double[] scores = new double[images];
        // ND4J takes the later images of an array that begins inside another one for none
        INDArray all = heatmaps.offset() == 0 ? heatmaps : heatmaps.dup('c');
        for (int i = 0; i < images; i++) {
            // one copy out of native memory an image; the sum in double keeps a row independent of the batch it is in
            float[] h;
            try (INDArray copy = all.get(NDArrayIndex.point(i)).dup('c')) {
                h = copy.reshape(copy.length()).toFloatVector();
            }
            double sum = 0;
            for (int p = 0; p < pixels; p++) {
                float max = 0;
                for (int c = 0; c < channels; c++) {
                    max = Math.max(max, Math.abs(h[c * pixels + p]));
                }
                sum += max;
            }
            if (!Double.isFinite(sum)) {
                throw new ProblemException(
                        ReasonCode.DATA_INVALID,
                        "heatmaps",
                        "the heatmap of image " + i + " of a batch holds NaN or infinity",
                        "look for a training that diverged or for damaged weights");
            }
            scores[i] = sum / pixels;
        }
        if (all != heatmaps) {
            all.close();
        }
        return scores;
    }
}
