/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Numbers of runs that repeat each other.
 *
 * @param values one for each run, one or more
 */
record Spread(double... values) {
    double mean() {
        return DoubleStream.of(values).average().orElse(Double.NaN);
    }

    /** Of a sample, with n − 1; empty for a single value. */
    OptionalDouble deviation() {
        if (values.length < 2) {
            return OptionalDouble.empty();
        }
        double mean = mean();
        double squares = DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return OptionalDouble.of(Math.sqrt(squares / (values.length - 1)));
    }

    /** Run by run. */
    Spread minus(Spread other) {
        double[] differences = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            differences[i] = values[i] - other.values[i];
        }
        return new Spread(differences);
    }

    void into(ObjectNode node) {
        node.put("mean", mean());
        deviation().ifPresentOrElse(d -> node.put("standard_deviation", d), () -> node.putNull("standard_deviation"));
        ArrayNode all = node.putArray("values");
        DoubleStream.of(values).forEach(all::add);
    }

    /** In percent, {@code mean ± deviation}. */
    String percent() {
        return Results.percent(mean()) + tail();
    }

    /** In points of a percentage, with its sign. */
    String points() {
        String mean = String.format(Locale.ROOT, "%+.2f", 100 * mean());
        return (mean.equals("-0.00") ? "+0.00" : mean) + tail();
    }

    private String tail() {
        OptionalDouble deviation = deviation();
        return deviation.isPresent() ? " ± " + Results.percent(deviation.getAsDouble()) : "";
    }
}
