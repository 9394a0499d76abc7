/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.wiring.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of runs that repeat each other. */
class HtmlSeriesTest {
    private static final String NUMBER =
            """
            {"mean": %1$s, "standard_deviation": 0.0123, "values": [0.81, 0.83, 0.87],
             "intervals": [[0.7912, 0.8301], [0.81, 0.85], [0.85, 0.89]]}
            """;
    private static final String SUMMARY =
            """
            {"experiment": "demo", "preset": "corrected", "seeds": [0, 1, 2], "runs": ["demo-a", "demo-b", "demo-c"],
             "folders": ["../demo-a", "../demo-b", "javascript:alert(1)"],
             "results": [
              {"dataset": "texture", "score": "heatmap", "n_id": 300, "n_ood": 100, "auroc": %1$s},
              {"dataset": "texture", "score": "msp", "n_id": 300, "n_ood": 100, "auroc": %2$s},
              {"dataset": "shape", "score": "heatmap", "n_id": 300, "n_ood": 300, "auroc": %1$s},
              {"dataset": "shape", "score": "msp", "n_id": 300, "n_ood": 300, "auroc": %2$s}],
             "average": [{"score": "heatmap", "auroc": %1$s}, {"score": "msp", "auroc": %2$s}]}
            """
                    .formatted(NUMBER.formatted("0.8367"), NUMBER.formatted("0.75"));

    @TempDir
    Path folder;

    @Test
    void tellsMeanDeviationAndWhatEachSeedGave() throws IOException {
        String html = write(SUMMARY);
        assertTrue(html.contains("<td><strong>83.67 ± 1.23</strong></td>"), html);
        assertTrue(html.contains("<td>75.00 ± 1.23</td>"), html);
        assertTrue(html.contains("texture <small>100 OOD and 300 ID images, 25.0 % OOD</small>"), html);
        assertTrue(html.contains("Average of the 2 sets"));
        assertTrue(
                html.contains("<tr><th scope=\"row\">heatmap, seed 2</th><td>87.00<small>85.0–89.0</small></td></tr>"),
                html);
        assertTrue(html.contains("95 % bootstrap interval"));
        assertTrue(html.contains("<dd>0, 1, 2</dd>"));
    }

    @Test
    void linksToTheReportsOfTheRunsByPathsAlone() throws IOException {
        String html = write(SUMMARY);
        assertTrue(html.contains("<a href=\"../demo-a/report.html\">demo-a</a>"), html);
        assertTrue(html.contains("<a href=\"javascript%3Aalert%281%29/report.html\">demo-c</a>"), html);
        assertFalse(html.contains("://"), "loads nothing");
    }

    @Test
    void runsWithoutIntervalsHaveNoneAndOneRunNoDeviation() throws IOException {
        String html = write(SUMMARY.replaceAll("(?s),\\s*\"intervals\": \\[\\[.*?\\]\\]", "")
                .replace("\"standard_deviation\": 0.0123", "\"standard_deviation\": null"));
        assertTrue(html.contains("<strong>83.67</strong>"), html);
        assertFalse(html.contains("bootstrap"), html);
    }

    @Test
    void aDamagedSummaryIsNamed() {
        for (String damaged : new String[] {"[]", "{\"results\": 3}", SUMMARY.replace("\"n_id\": 300, ", "")}) {
            var e = assertThrows(ProblemException.class, () -> write(damaged));
            assertTrue(e.problem().line().contains("summary.json is damaged"), e.problem()::line);
            assertTrue(e.problem().line().endsWith("make it anew with: isotherm compare RUN… --mean --out DIR"));
        }
        assertFalse(Files.exists(folder.resolve("report.html")));
    }

    @Test
    void fitsItsWidthInABrowserAndRunsNoScript() throws Exception {
        String hostile = "</style></title>\\\"'><script>top.document.title='ran'</script>";
        Path page = folder.resolve("report.html");
        write(SUMMARY.replace("demo-b", hostile)
                .replace("\"experiment\": \"demo\"", "\"experiment\": \"" + hostile + "\""));
        Chromium.Look look = Chromium.look(page, folder, 400, 1280);
        assertEquals("", look.complaints());
        assertEquals("looked", look.title());
        assertEquals(2, look.pages().size());
        for (JsonNode shown : look.pages()) {
            assertEquals(shown.get("frame").asInt(), shown.get("width").asInt(), shown::toString);
            assertEquals("[]", shown.get("wide").toString());
        }
    }

    private String write(String summary) throws IOException {
        Files.writeString(folder.resolve("summary.json"), summary);
        return Files.readString(new HtmlSeries().write(folder));
    }
}
