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
 * @param origin where the classifier is from, in a sentence; may be empty
 * @param charts none where the run trained nothing
 */
record TrainingSection(String origin, List<Chart> charts) {
    record Chart(String title, String note, String svg, List<Curve> curves) {}

    record Curve(String name, String color) {}

    private static final String KEPT = "kept";

    static TrainingSection of(RunFolder run) throws IOException {
        List<Chart> charts = new ArrayList<>();
        if (run.has(RunFolder.PRETRAINING)) {
            NumberTable log = log(run, RunFolder.PRETRAINING);
            double kept = run.record().object("classifier").node().path("epoch").asDouble(Double.NaN);
            charts.add(loss("Classifier: loss", log, kept));
            if (log.has("validation_accuracy")) {
                charts.add(accuracy(log, kept));
            }
            if (log.has("learning_rate")) {
                charts.add(rate(log));
            }
        }
        if (run.has(RunFolder.TRAINING)) {
            charts.add(loss("Decoder: loss", log(run, RunFolder.TRAINING), Double.NaN));
        }
        return new TrainingSection(origin(run.record()), charts);
    }

    private static String origin(JsonFile record) {
        String reused = record.text("reused");
        if (!reused.isEmpty()) {
            return "Taken over: " + reused + ", with the curves of its training. " + kept(record);
        }
        String named = record.object("settings").text("classifier");
        return named.isEmpty()
                ? kept(record)
                : "The classifier is '" + named + "', which this run did not train. " + kept(record);
    }

    private static String kept(JsonFile record) {
        var classifier = record.object("classifier").node();
        if (!classifier.path("epoch").isNumber()) {
            return "";
        }
        double accuracy = classifier.path("validation_accuracy").asDouble(Double.NaN);
        return "Epoch " + classifier.path("epoch").asInt() + " of the classifier was kept"
                + (Double.isFinite(accuracy)
                        ? ": it got " + Text.percent(accuracy) + " % of the images held out right."
                        : ".");
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

    /** @param kept the epoch to mark; NaN for none */
    private static Chart loss(String title, NumberTable log, double kept) {
        double[] loss = log.columns().get("loss");
        double[] validation = log.columns().getOrDefault("validation_loss", new double[0]);
        double[] both = DoubleStream.concat(Arrays.stream(loss), Arrays.stream(validation))
                .filter(Double::isFinite)
                .toArray();
        double low = Arrays.stream(both).min().orElse(0);
        double high = Arrays.stream(both).max().orElse(1);
        double[] epochs = log.columns().get("epoch");
        Plot plot = new Plot(epochs(epochs), Axis.linear("loss", low, high))
                .line("c0", epochs, loss)
                .mark(kept, KEPT);
        List<Curve> curves = new ArrayList<>(List.of(new Curve("training", "c0")));
        if (validation.length > 0) {
            plot.line("c1", epochs, validation);
            curves.add(new Curve("validation", "c1"));
        }
        return new Chart(title, note(log), plot.svg(title + " by epoch, from " + range(loss)), curves);
    }

    private static Chart accuracy(NumberTable log, double kept) {
        double[] epochs = log.columns().get("epoch");
        double[] accuracy = log.columns().get("validation_accuracy");
        double[] training = log.columns().getOrDefault("training_accuracy", new double[0]);
        Plot plot = new Plot(epochs(epochs), Axis.share("accuracy"));
        List<Curve> curves = new ArrayList<>();
        // a backbone need not tell how many images of a batch it got right
        if (Arrays.stream(training).anyMatch(Double::isFinite)) {
            plot.line("c0", epochs, training);
            curves.add(new Curve("training", "c0"));
        }
        plot.line("c1", epochs, accuracy).mark(kept, KEPT);
        curves.add(new Curve("validation", "c1"));
        String svg = plot.svg("Classifier: validation accuracy by epoch, from " + range(accuracy));
        return new Chart("Classifier: accuracy", "", svg, curves);
    }

    private static Chart rate(NumberTable log) {
        double[] epochs = log.columns().get("epoch");
        double[] rate = log.columns().get("learning_rate");
        double high = Arrays.stream(rate).filter(Double::isFinite).max().orElse(1);
        String svg = new Plot(epochs(epochs), Axis.linear("learning rate", 0, high))
                .line("c0", epochs, rate)
                .svg("Classifier: learning rate by epoch, from " + range(rate));
        return new Chart("Classifier: learning rate", "at the end of each epoch", svg, List.of());
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
