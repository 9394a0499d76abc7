/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How the trainings of a run went, epoch by epoch.
 *
 * @param charts none where the run trained nothing
 */
record TrainingSection(List<Chart> charts) {
    record Chart(String title, String note, String svg, List<Curve> curves) {}

    record Curve(String name, String color) {}

    static TrainingSection of(RunFolder run) throws IOException {
        List<Chart> charts = new ArrayList<>();
        if (run.has(RunFolder.PRETRAINING)) {
            NumberTable log = log(run, RunFolder.PRETRAINING);
            charts.add(loss("Classifier: loss", log));
            if (log.has("validation_accuracy")) {
                charts.add(accuracy(log));
            }
        }
        if (run.has(RunFolder.TRAINING)) {
            charts.add(loss("Decoder: loss", log(run, RunFolder.TRAINING)));
        }
        return new TrainingSection(charts);
    }

    private static NumberTable log(RunFolder run, String name) throws IOException {
        NumberTable log = run.table(name);
        for (String column : List.of("epoch", "loss")) {
            if (!log.has(column)) {
                throw run.damaged(name, "it has no column " + column);
            }
        }
        return log;
    }

    private static Chart loss(String title, NumberTable log) {
        double[] loss = log.columns().get("loss");
        double[] validation = log.columns().getOrDefault("validation_loss", new double[0]);
        double[] both = DoubleStream.concat(Arrays.stream(loss), Arrays.stream(validation))
                .filter(Double::isFinite)
                .toArray();
        double low = Arrays.stream(both).min().orElse(0);
        double high = Arrays.stream(both).max().orElse(1);
        double[] epochs = log.columns().get("epoch");
        Plot plot = new Plot(epochs(epochs), Axis.linear("loss", low, high)).line("c0", epochs, loss);
        List<Curve> curves = new ArrayList<>(List.of(new Curve("training", "c0")));
        if (validation.length > 0) {
            plot.line("c1", epochs, validation);
            curves.add(new Curve("validation", "c1"));
        }
        return new Chart(title, note(log), plot.svg(title + " by epoch, from " + range(loss)), curves);
    }

    private static Chart accuracy(NumberTable log) {
        double[] epochs = log.columns().get("epoch");
        double[] accuracy = log.columns().get("validation_accuracy");
        String svg = new Plot(epochs(epochs), Axis.share("accuracy"))
                .line("c1", epochs, accuracy)
                .svg("Classifier: validation accuracy by epoch, from " + range(accuracy));
        return new Chart("Classifier: accuracy", "", svg, List.of(new Curve("validation", "c1")));
    }

    private static Axis epochs(double[] epochs) {
        return Axis.epochs(Arrays.stream(epochs).filter(Double::isFinite).max().orElse(1));
    }

    private static String range(double[] values) {
        return values.length == 0
                ? "nothing yet"
                : Text.number(values[0]) + " to " + Text.number(values[values.length - 1]);
    }

    private static String note(NumberTable log) {
        double rate = Arrays.stream(log.columns().getOrDefault("images_per_second", new double[0]))
                .average()
                .orElse(Double.NaN);
        return log.rows()
                + (log.rows() == 1 ? " epoch" : " epochs")
                + (Double.isFinite(rate) ? String.format(Locale.ROOT, ", %,.0f images/s", rate) : "");
    }
}
