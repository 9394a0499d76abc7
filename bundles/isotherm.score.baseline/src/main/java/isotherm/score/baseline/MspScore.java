/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.score.baseline;

import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.score.ScoreInput;
import isotherm.api.score.ScoreName;
import isotherm.api.target.FeatureTable;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * 1 − the largest softmax probability (Hendrycks and Gimpel, ICLR 2017). Computed as the share of all other classes, so
 * that very confident images keep distinct scores where 1 − p would round to zero. Has no options.
 */
@Component
@ScoreName("msp")
public final class MspScore implements OodScore, FittedScore {
    @Override
    public boolean usesTrainingFeatures() {
        return false;
    }

    @Override
    public FittedScore fit(FeatureTable id, Map<String, String> options) {
        Options.refuseUnknown("msp", options);
        return this;
    }

    @Override
    public double[] score(ScoreInput batch) {
        return Logits.eachRow(batch.logits(), MspScore::complement);
    }

    private static double complement(float[] row) {
        double max = Double.NEGATIVE_INFINITY;
        for (float l : row) {
            max = Math.max(max, l);
        }
        double others = Logits.sumExp(row, max, 1, true);
        return others / (1 + others);
    }
}
