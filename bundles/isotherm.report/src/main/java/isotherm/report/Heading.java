/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The head of the page: which run this is, how it ended, and its first facts.
 *
 * @param state in words
 * @param ended whether the run completed
 * @param reason why it did not; may be empty
 */
record Heading(
        String id,
        String experiment,
        String description,
        String state,
        boolean ended,
        String reason,
        List<Fact> facts,
        List<String> warnings) {
    record Fact(String name, String value) {}

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static Heading of(RunFolder run) {
        JsonFile record = run.record();
        String state = record.text("state").toLowerCase(Locale.ROOT);
        return new Heading(
                record.text("id"),
                record.text("experiment"),
                record.text("description"),
                state,
                state.equals("completed"),
                record.text("reason"),
                facts(record),
                warnings(run));
    }

    /** The record's own, and what the page must do without. */
    private static List<String> warnings(RunFolder run) {
        List<String> warnings = new ArrayList<>(run.record().texts("warnings"));
        for (String table : List.of(RunFolder.PRETRAINING, RunFolder.TRAINING)) {
            if (run.expects(table) && !run.has(table)) {
                warnings.add(table + " is missing, and with it its curves: put it back from a copy");
            }
        }
        if (!run.sealed()) {
            warnings.add("This run was made before files were sealed: damage to them cannot be told.");
        }
        return warnings;
    }

    private static List<Fact> facts(JsonFile record) {
        List<Fact> facts = new ArrayList<>();
        JsonFile classifier = record.object("classifier");
        double accuracy = classifier.node().path("accuracy").asDouble(Double.NaN);
        add(facts, "Backbone", record.object("settings").text("backbone"));
        add(facts, "Classifier accuracy", Double.isFinite(accuracy) ? Text.percent(accuracy) + " %" : "");
        add(facts, "Preset", record.text("preset"));
        add(facts, "Seed", record.text("seed"));
        add(facts, "Started", time(record.text("started")));
        add(facts, "Took", took(record.text("started"), record.text("ended")));
        return facts;
    }

    private static void add(List<Fact> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(new Fact(name, value));
        }
    }

    private static String time(String text) {
        try {
            return TIME.format(Instant.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static String took(String started, String ended) {
        try {
            Duration took = Duration.between(Instant.parse(started), Instant.parse(ended));
            return took.toHours() > 0
                    ? took.toHours() + " h " + took.toMinutesPart() + " min"
                    : took.toMinutes() + " min " + took.toSecondsPart() + " s";
        } catch (DateTimeException e) {
            // a run under way has no end yet
            return "";
        }
    }
}
