/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.metric.detection;

import isotherm.api.metric.EvaluationMetric;
import isotherm.api.metric.MetricName;
import isotherm.api.metric.MetricValue;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * How well a score tells OOD from ID images. Option {@code fpr}: {@code exact} (the default) or {@code reference}, which
 * measures {@code fpr95_id_positive} with the published code's scan instead of on the exact ROC curve.
 */
@Component
@MetricName("detection")
public final class DetectionMetric implements EvaluationMetric {
    @Override
    public List<MetricValue> evaluate(double[] idScores, double[] oodScores, Map<String, String> options) {
        boolean reference = reference(options);
        RankedScores ranked = new RankedScores(idScores, oodScores);
        double share = (double) ranked.oodCount / ((double) ranked.idCount + ranked.oodCount);
        double fpr = reference ? ReferenceScan.fpr(idScores, oodScores) : Roc.fprIdPositive(ranked);
        return List.of(
                new MetricValue("auroc", Roc.auroc(ranked), "", share),
                new MetricValue("aupr_out", Roc.auprOut(ranked), "ood", share),
                new MetricValue("aupr_in", Roc.auprIn(ranked), "id", share),
                new MetricValue("fpr95_id_positive", fpr, "id", share),
                new MetricValue("fpr95_ood_positive", Roc.fprOodPositive(ranked), "ood", share),
                new MetricValue("detection_error", Roc.detectionError(ranked), "", share));
    }

    private static boolean reference(Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!key.equals("fpr")) {
                throw invalid(
                        key, "metric 'detection' has no option '" + key + "'", NearestName.hint(key, List.of("fpr")));
            }
        }
        String fpr = options.getOrDefault("fpr", "exact");
        return switch (fpr) {
            case "exact" -> false;
            case "reference" -> true;
            default -> throw invalid("fpr", "option fpr cannot be '" + fpr + "'", "use exact or reference");
        };
    }

    private static ProblemException invalid(String key, String cause, String cure) {
        return new ProblemException(ReasonCode.CONFIG_INVALID, key, cause, cure);
    }
}
