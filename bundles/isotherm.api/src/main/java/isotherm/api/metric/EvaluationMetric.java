/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.metric;

import isotherm.api.wiring.ProblemException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Compares the scores of ID and OOD images. A stateless service named by {@link MetricName}; safe for several threads.
 */
@ConsumerType
public interface EvaluationMetric {
    /**
     * @param idScores scores of ID images, higher meaning more out-of-distribution; not modified, in any order
     * @param oodScores scores of OOD images
     * @param options settings of the metric; unknown ones are refused
     * @throws ProblemException DATA_INVALID for an empty side, NaN or infinity; never a number for those
     */
    List<MetricValue> evaluate(double[] idScores, double[] oodScores, Map<String, String> options);
}
