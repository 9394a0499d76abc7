/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each switch is worth, by runs that share whatever the switch does not change. */
class AblationIT {
    @TempDir
    Path folder;

    @Test
    void anAblationTurnsOneSwitchAtATimeAndRepeatsNothing() throws Exception {
        String[] line = TinyDemo.line(
                "ablate",
                "--switches=pairing,fpr",
                "--quiet",
                "id=shapes?count=300",
                "switches=empty.class=corrected",
                "epochs=2",
                "bootstrap=0");
        var result = Isotherm.run(folder, line);
        assertEquals(0, result.status(), result::err);
        JsonNode lines = TinyDemo.json(folderNamed("summary: ", result)).path("lines");
        assertEquals(4, lines.size());
        assertEquals("pairing", lines.at("/1/corrected").asText(), "in the order of the switches, not of the option");
        assertEquals("fpr", lines.at("/2/corrected").asText());
        Map<String, String> baseline = switches(lines, 0), pairing = switches(lines, 1), fpr = switches(lines, 2);
        assertEquals("reference", baseline.get("pairing"));
        assertEquals("corrected", baseline.get("seeds"), "a difference of draws is none of a switch");
        assertEquals("corrected", baseline.get("empty.class"));
        assertEquals("corrected", pairing.replace("pairing", "reference"));
        assertEquals(baseline, pairing);
        assertEquals("corrected", fpr.replace("fpr", "reference"));
        assertEquals(baseline, fpr);
        assertTrue(switches(lines, 3).values().stream().allMatch("corrected"::equals));
        double difference = lines.at("/1/auroc_difference/mean").asDouble();
        assertEquals(
                lines.at("/1/auroc/mean").asDouble() - lines.at("/0/auroc/mean").asDouble(), difference, 1e-12);
        // the way of finding FPR95 changes no network, and so no AUROC
        assertEquals(0, lines.at("/2/auroc_difference/mean").asDouble());
        assertTrue(record(lines, 2).path("reused").asText().startsWith("classifier and decoder of run "));
        assertTrue(record(lines, 1).path("reused").asText().startsWith("classifier of run "));

        long before = runs();
        var again = Isotherm.run(folder, line);
        assertEquals(0, again.status(), again::err);
        assertEquals(before, runs(), "no run was made again");
        assertEquals(
                4,
                again.out()
                        .lines()
                        .filter(said -> said.startsWith("taken: run "))
                        .count());
        assertEquals(table(result), table(again));
    }

    private static Path folderNamed(String before, Isotherm.Result result) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith(before))
                .map(line -> Path.of(line.substring(before.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.out()));
    }

    private static List<String> table(Isotherm.Result result) {
        List<String> lines = result.out().lines().toList();
        int head = lines.indexOf("score heatmap, average over the test sets; differences in points");
        assertTrue(head >= 0, result::out);
        return lines.subList(head, lines.size());
    }

    private JsonNode record(JsonNode lines, int line) throws IOException {
        String id = lines.path(line).path("runs").path(0).asText();
        return TinyDemo.json(folder.resolve("runs").resolve(id).resolve("run.json"));
    }

    private Map<String, String> switches(JsonNode lines, int line) throws IOException {
        var switches = new TreeMap<String, String>();
        record(lines, line)
                .path("switches")
                .fields()
                .forEachRemaining(e -> switches.put(e.getKey(), e.getValue().asText()));
        return switches;
    }

    private long runs() throws IOException {
        try (var list = Files.list(folder.resolve("runs"))) {
            return list.filter(run -> Files.exists(run.resolve("run.json"))).count();
        }
    }
}
