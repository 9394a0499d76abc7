/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.score.baseline;

import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.score.ScoreName;
import isotherm.api.target.FeatureTable;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** −T·log Σ exp(logit/T) (Liu et al., NeurIPS 2020). Option {@code temperature}, above 0, 1 unless given. */
@Component
@ScoreName("energy")
public final class EnergyScore implements OodScore {
    @Override
    public boolean usesTrainingFeatures() {
        return false;
    }

    @Override
    public FittedScore fit(FeatureTable id, Map<String, String> options) {
        Options.refuseUnknown("energy", options, "temperature");
        double temperature = Options.positive(options, "temperature", 1);
        return batch -> Logits.eachRow(batch.logits(), row -> -Logits.logSumExp(row, temperature));
    }
}
