/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.bench.Measurement;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Measures in a fresh process of this program: neither memory nor what the compiler learnt of an earlier case is in the
 * numbers.
 */
final class BenchFork implements BenchSource {
    private static final String MAIN = "isotherm.launcher.Main";
    private final UnaryOperator<String> properties;
    private final int repetitions;
    private final double warmUp;

    BenchFork(UnaryOperator<String> properties, int repetitions, double warmUp) {
        this.properties = properties;
        this.repetitions = repetitions;
        this.warmUp = warmUp;
    }

    @Override
    public Measurement measure(String name) throws InterruptedException {
        var process = new BenchProcess("the measuring process", words(name));
        String output = process.output();
        try {
            JsonNode result = new ObjectMapper().readTree(output).at("/results/0");
            JsonNode round = result.at("/rounds/0");
            List<Double> rates = new ArrayList<>();
            round.path("rates").forEach(rate -> rates.add(rate.asDouble()));
            if (rates.isEmpty()) {
                throw process.problem("measured nothing");
            }
            return new Measurement(
                    name,
                    result.path("images").asInt(),
                    rates,
                    round.path("peak_memory").asLong());
        } catch (JsonProcessingException e) {
            throw process.problem("printed no JSON");
        }
    }

    private List<String> words(String name) {
        var java = ManagementFactory.getRuntimeMXBean();
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(java.getInputArguments());
        words.addAll(List.of("-Disotherm.tty=false", "-cp", java.getClassPath(), MAIN, "bench", name, "--in-process"));
        words.addAll(List.of("--json", "--rounds", "1", "--reps", Integer.toString(repetitions)));
        words.addAll(List.of("--warm-up", Double.toString(warmUp)));
        String backend = properties.apply("isotherm.backend.live");
        if (backend != null) {
            words.addAll(List.of("--backend", backend));
        }
        return words;
    }
}
