/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The shipped demo, cut down to seconds, and what its runs leave. */
final class TinyDemo {
    static final int EPOCHS = 6;
    static final int PRETRAIN_EPOCHS = 3;
    private static final List<String> SETTINGS = List.of(
            "id=shapes?count=120",
            "ood.train=shapes:aux?count=60",
            "ood.test=texture=shapes:ood-texture?count=40;shape=shapes:ood-shapes?count=40",
            "decoder.options=fc=16;filters=64,32,16,8",
            "pretrain.epochs=" + PRETRAIN_EPOCHS,
            "pretrain.batch.size=40",
            "epochs=" + EPOCHS,
            "batch.size=20",
            "gallery.count=2");

    private TinyDemo() {}

    /** Each {@code key=value}. */
    static List<String> settings() {
        return SETTINGS;
    }

    /** A command line: the command, then {@code demo} and its settings, then more settings or options. */
    static String[] line(String command, String... more) {
        var line = new ArrayList<>(List.of(command, "demo"));
        line.addAll(SETTINGS);
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    /** The same for the interactive shell, in which a semicolon ends a command; a setting replaces what it has here. */
    static String shellLine(String command, String... more) {
        var settings = new LinkedHashMap<String, String>();
        SETTINGS.forEach(setting -> settings.put(key(setting), setting));
        List.of(more).forEach(setting -> settings.put(key(setting), setting));
        return command + " demo '" + String.join("' '", settings.values()) + "'";
    }

    private static String key(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    /** The only run of a runs folder, or null where there is none yet. */
    static Path onlyRun(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return null;
        }
        try (var list = Files.list(runs)) {
            return list.filter(run -> Files.exists(run.resolve("run.json")))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** metrics.json without the run's name, which differs by its nature, and the seal, which covers it. */
    static JsonNode metrics(Path run) throws IOException {
        var metrics = (ObjectNode) json(run.resolve("metrics.json"));
        metrics.remove(List.of("run", "seal"));
        return metrics;
    }

    static double finalLoss(Path run) throws IOException {
        JsonNode loss = json(run.resolve("run.json")).path("training").path("final_loss");
        if (!loss.isNumber()) {
            throw new AssertionError("run.json tells no final loss");
        }
        return loss.asDouble();
    }

    /** Lines of a log below its heading; none where there is no file. */
    static List<String> log(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file).stream().skip(1).toList() : List.of();
    }

    static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
