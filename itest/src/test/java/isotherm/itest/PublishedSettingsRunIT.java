/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published settings as they are shipped, from data sets in their official forms to the results; a few images of each. */
class PublishedSettingsRunIT {
    private static final List<String> SIX = List.of("isun", "textures", "svhn", "places365", "lsun_c", "lsun_r");
    private static final List<String> METRICS =
            List.of("auroc", "aupr_in", "aupr_out", "fpr95_id_positive", "fpr95_ood_positive", "detection_error");
    private static final String[] FEW = {
        "id.count=20",
        "ood.count=10",
        "test.count=6",
        "pretrain.epochs=1",
        "pretrain.batch.size=10",
        "pretrain.validation=0.1",
        "epochs=1",
        "batch.size=10",
        "bootstrap=10",
        "gallery.count=1"
    };

    private static final String REFUSED = "isotherm: .*; get .* from: .*\n";

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        new OfficialData(Files.createDirectories(folder.resolve("data"))).writeAll();
    }

    @ParameterizedTest
    @CsvSource({"cifar10-resnet18,1", "cifar10-wrn40-2,4", "cifar100-resnet18,2", "cifar100-wrn40-2,1"})
    void runsOnOfficialFiles(String experiment, int taps) throws Exception {
        check(run(experiment, "taps=" + taps), experiment, "corrected", SIX, 6, 6);
    }

    @Test
    void runsAsThePublishedCodeDoesAndWithAClassifierThatIsThere() throws Exception {
        String experiment = "cifar10-wrn40-2", preset = "preset=reference", tests = "test.count=10";
        // with so few images some class is hardly ever predicted, which is an error in the published code
        String few = "switches=empty.class=corrected";
        Path first = run(experiment, preset, few, tests);
        check(first, experiment, "reference", SIX, 10, 2);
        assertTrue(Files.exists(first.resolve("pretrain.csv")));
        Path second = run(experiment, preset, few, tests, "classifier=" + first.getFileName());
        check(second, experiment, "reference", SIX, 10, 2);
        assertFalse(Files.exists(second.resolve("pretrain.csv")), "nothing was pre-trained");
    }

    /** A ResNet-50 takes a third of this class's time. */
    @Tag("full")
    @Test
    void runsAtSixtyFourPixels() throws Exception {
        check(
                run("tinyimagenet-resnet50", "id.count=8", "ood.count=4", "test.count=4", "batch.size=4"),
                "tinyimagenet-resnet50",
                "corrected",
                List.of("textures", "inaturalist", "sun"),
                4,
                4);
    }

    @Test
    void whySaysWhereEachMissingDataSetComesFrom() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("nothing"));
        try (var shell = new OpenShell(folder, Map.of("ISOTHERM_DATA", empty.toString()))) {
            assertMissing(shell, "cifar10-resnet18", 8, "isotherm datasets fetch cifar-10");
            assertMissing(shell, "cifar100-wrn40-2", 8, "https://github.com/hendrycks/outlier-exposure");
            assertMissing(shell, "tinyimagenet-resnet50", 5, "http://cs231n.stanford.edu/tiny-imagenet-200.zip");
        }
        var run = Isotherm.run(folder, "run", "cifar10-resnet18", "--data", empty.toString());
        assertEquals(1, run.status());
        assertTrue(run.err().matches(REFUSED), run::err);
    }

    private static void assertMissing(OpenShell shell, String experiment, int sets, String origin) throws Exception {
        String why = shell.ask("why " + experiment + " && echo went on");
        List<String> lines = why.lines().toList();
        // the ID set is missed in either split
        assertEquals(sets + 1, lines.size(), why);
        Pattern told = Pattern.compile("DATA_MISSING  .* – .*; get .* from: .*https?://.*");
        lines.forEach(line -> assertTrue(told.matcher(line).matches(), line));
        assertTrue(why.contains(origin), why);
        String run = shell.ask("run " + experiment + " && echo went on");
        assertTrue(run.matches(REFUSED), run);
    }

    private static Path run(String experiment, String... more) throws Exception {
        var line = new ArrayList<>(List.of("run", experiment, "--quiet"));
        line.addAll(List.of(FEW));
        line.addAll(List.of(more));
        var result = Isotherm.run(folder, line.toArray(String[]::new));
        assertEquals(0, result.status(), result::err);
        String run = result.out()
                .lines()
                .filter(said -> said.startsWith("run: "))
                .map(said -> said.substring(4).strip())
                .findFirst()
                .orElseThrow();
        return Path.of(run);
    }

    private static void check(Path run, String experiment, String preset, List<String> sets, int id, int ood)
            throws IOException {
        JsonNode metrics = TinyDemo.json(run.resolve("metrics.json"));
        assertEquals(experiment, metrics.path("experiment").asText());
        assertEquals(preset, metrics.path("preset").asText());
        Set<String> found = new LinkedHashSet<>();
        for (JsonNode line : metrics.path("results")) {
            found.add(line.path("dataset").asText());
            assertEquals(id, line.path("n_id").asInt(), line::toString);
            assertEquals(ood, line.path("n_ood").asInt(), line::toString);
            for (String metric : METRICS) {
                assertTrue(line.path(metric).isNumber(), metric);
                double value = line.path(metric).asDouble();
                assertTrue(value >= 0 && value <= 1, () -> metric + " " + value);
            }
        }
        assertEquals(sets, List.copyOf(found));
        assertEquals(3 * sets.size(), metrics.path("results").size());
        assertTrue(Files.size(run.resolve("report.html")) > 10_000);
    }
}
