package ${package};

import isotherm.api.metric.EvaluationMetric;
import isotherm.api.metric.MetricName;
import isotherm.api.metric.MetricValue;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.option.Options;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The share of OOD images that are rejected by the threshold that accepts a share of the ID images. Option {@code quantile}:
 * that share.
 */
@Component(service = EvaluationMetric.class)
@MetricName("${name}")
@Designate(ocd = ${className}MetricSettings.class)
public final class ${className}Metric implements EvaluationMetric {
    private static final String OWNER = "metric '${name}'";
    private final double defaultQuantile;

    @Activate
    public ${className}Metric(${className}MetricSettings settings) {
        defaultQuantile = settings.quantile();
    }

    @Override
    public List<MetricValue> evaluate(double[] idScores, double[] oodScores, Map<String, String> options) {
        double quantile = Options.of(OWNER, options, "quantile").number("quantile", defaultQuantile, .01, 1);
        check("ID", idScores);
        check("OOD", oodScores);
        double[] sorted = idScores.clone();
        Arrays.sort(sorted);
        double threshold = sorted[(int) Math.ceil(quantile * sorted.length) - 1];
        long rejected = Arrays.stream(oodScores).filter(score -> score > threshold).count();
        double images = (double) idScores.length + oodScores.length;
        return List.of(new MetricValue(
                "rejected_ood", (double) rejected / oodScores.length, "ood", oodScores.length / images));
    }

    private static void check(String side, double[] scores) {
        if (scores.length == 0) {
            throw invalid("there is no " + side + " image", "give both sides at least one");
        }
        for (double score : scores) {
            if (!Double.isFinite(score)) {
                throw invalid("a score of an " + side + " image is " + score, "look for what made it so");
            }
        }
    }

    private static ProblemException invalid(String cause, String cure) {
        return new ProblemException(ReasonCode.DATA_INVALID, "scores", cause, cure);
    }
}
