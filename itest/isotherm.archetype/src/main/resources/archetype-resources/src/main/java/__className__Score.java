package ${package};

import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.score.ScoreInput;
import isotherm.api.score.ScoreName;
import isotherm.api.target.FeatureTable;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.option.Options;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** How little the largest logit exceeds the second largest, negated: the surer the classifier, the lower. Has no options. */
@Component(service = OodScore.class)
@ScoreName("${name}")
@Designate(ocd = ${className}ScoreSettings.class)
public final class ${className}Score implements OodScore {
    private final double scale;

    @Activate
    public ${className}Score(${className}ScoreSettings settings) {
        scale = settings.scale();
    }

    @Override
    public FittedScore fit(FeatureTable id, Map<String, String> options) {
        Options.of("score '${name}'", options);
        return this::score;
    }

    private double[] score(ScoreInput batch) {
        float[][] rows = batch.logits().toFloatMatrix();
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = -scale * margin(rows[i], i);
        }
        return scores;
    }

    private static double margin(float[] logits, int image) {
        float largest = Float.NEGATIVE_INFINITY, second = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new ProblemException(
                        ReasonCode.DATA_INVALID,
                        "logits",
                        "a logit of image " + image + " of a batch is " + logit,
                        "look for a training that diverged or for damaged weights");
            }
            if (logit > largest) {
                second = largest;
                largest = logit;
            } else if (logit > second) {
                second = logit;
            }
        }
        // a classifier of one class is as sure as can be told
        return logits.length < 2 ? 0 : (double) largest - second;
    }
}
