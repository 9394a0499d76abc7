/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** How a run ended, and what it measured. */
public final class RunAssertions {
    private RunAssertions() {}

    /** The run completed. */
    public static void assertCompleted(RunInfo run) {
        if (run.state() != RunState.COMPLETED) {
            throw new AssertionError("run " + run.id() + " is " + run.state() + " in " + run.stage() + ": "
                    + run.reason() + ", see " + run.folder());
        }
    }

    /** The run was interrupted, for this reason; it can be resumed. */
    public static void assertInterrupted(RunInfo run, String reason) {
        if (run.state() != RunState.INTERRUPTED || !run.reason().equals(reason)) {
            throw new AssertionError("run " + run.id() + " should be INTERRUPTED: " + reason + ", and is " + run.state()
                    + " in " + run.stage() + ": " + run.reason());
        }
    }

    /**
     * A number that the run measured, as a fraction.
     *
     * @param dataset label of the out-of-distribution set, such as {@code texture}
     * @param score label of the score, such as {@code heatmap}
     * @param measure as in {@code metrics.json}, such as {@code auroc}
     */
    public static double metric(RunInfo run, String dataset, String score, String measure) {
        JsonNode results = metrics(run).path("results");
        for (JsonNode result : results) {
            if (result.path("dataset").asText().equals(dataset)
                    && result.path("score").asText().equals(score)
                    && result.path(measure).isNumber()) {
                return result.path(measure).asDouble();
            }
        }
        throw new AssertionError("run " + run.id() + " has no " + measure + " of score '" + score + "' on '" + dataset
                + "', but " + results);
    }

    /** A number that the run measured lies in a range, both ends included. */
    public static void assertMetric(
            RunInfo run, String dataset, String score, String measure, double least, double most) {
        double value = metric(run, dataset, score, measure);
        if (!(value >= least && value <= most)) {
            throw new AssertionError(measure + " of score '" + score + "' on '" + dataset + "' is " + value
                    + ", not in [" + least + ", " + most + "], see " + run.folder());
        }
    }

    /** Two runs had the same losses and measured the same, to the last digit. */
    public static void assertSameResults(RunInfo expected, RunInfo run) {
        if (!losses(expected).equals(losses(run))) {
            throw new AssertionError("losses differ: " + losses(expected) + " and " + losses(run));
        }
        if (!metrics(expected).path("results").equals(metrics(run).path("results"))) {
            throw new AssertionError("results differ: " + metrics(expected) + " and " + metrics(run));
        }
    }

    /** The losses of the decoder's training, an entry an epoch. */
    private static List<String> losses(RunInfo run) {
        try {
            return Files.readAllLines(run.folder().resolve("train.csv")).stream()
                    .map(line -> line.split(",")[1])
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("run " + run.id() + " has no losses", e);
        }
    }

    private static JsonNode metrics(RunInfo run) {
        try {
            return new ObjectMapper()
                    .readTree(run.folder().resolve("metrics.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("run " + run.id() + " has no results", e);
        }
    }
}
