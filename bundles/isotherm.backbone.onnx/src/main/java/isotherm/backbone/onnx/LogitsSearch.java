/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the logits of a model. Where its output is probabilities, whichever operators make them, the logits are the nearest value
 * before it that these are made of; told by numbers, because a graph can spell a softmax in many ways.
 */
final class LogitsSearch {
    /** How many values before the output are looked at. */
    private static final int MOST = 48;

    /**
     * @param value the logits
     * @param passedOver the output of probabilities made of them; empty where there is none
     */
    record Found(String value, String passedOver) {}

    private final Links links;
    private final Trial trial;
    private final ImageInput input;

    LogitsSearch(Links links, Trial trial, ImageInput input) {
        this.links = links;
        this.trial = trial;
        this.input = input;
    }

    /**
     * @param output what the model gives, or what the user says are its logits
     * @param named whether the user says so
     * @throws ProblemException WEIGHTS_INVALID where these are probabilities and nothing before them is their logits,
     *     CONFIG_INVALID where the user named probabilities
     */
    Found of(String output, boolean named) {
        List<String> upstream = links.upstream(output, MOST);
        Map<String, long[]> shapes = trial.shapes(upstream);
        long[] shape = shapes.get(output);
        if (!input.isRow(shape) || shape[1] < 2) {
            // whoever wants a row of logits says so
            return new Found(output, "");
        }
        int classes = Math.toIntExact(shape[1]);
        List<String> rows = upstream.stream()
                .filter(value -> input.isRow(shapes.get(value)) && shapes.get(value)[1] == classes)
                .toList();
        Map<String, float[]> numbers = trial.rows(rows, classes);
        float[] given = numbers.get(output);
        for (Squashing squashing : Squashing.values()) {
            if (squashing.couldHaveMade(given, classes)) {
                Optional<String> logits = rows.stream()
                        .filter(value -> !value.equals(output))
                        .filter(value -> squashing.makes(given, numbers.get(value), classes))
                        .findFirst();
                if (logits.isPresent() && named) {
                    throw namedProbabilities(output, squashing, logits.get());
                }
                if (logits.isPresent()) {
                    return new Found(logits.get(), output);
                }
                if (squashing.certain()) {
                    throw noLogits(output, squashing);
                }
            }
        }
        return new Found(output, "");
    }

    private static ProblemException namedProbabilities(String output, Squashing squashing, String logits) {
        return new ProblemException(
                ReasonCode.CONFIG_INVALID,
                "logits",
                "'" + output + "', which logits names, gives " + squashing.words() + " and no logits",
                "use --option logits=" + logits + ", or leave it out");
    }

    private static ProblemException noLogits(String output, Squashing squashing) {
        return new ProblemException(
                ReasonCode.WEIGHTS_INVALID,
                "onnx",
                "the ONNX model's output '" + output + "' gives " + squashing.words()
                        + ", and no value before it is the logits that they are made of",
                "export the model without what turns logits into probabilities");
    }
}
