/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {
    @TempDir
    private Path folder;

    @Test
    void aMisspeltExperimentEndsInOneLineWithTheNearest() throws Exception {
        var result = Isotherm.run(folder, "why", "demmo");
        assertEquals(1, result.status());
        assertTrue(result.out().contains("did you mean 'demo'?"), result::out);
    }

    @Test
    void theShippedDemoIsSoundWithoutAnyData() throws Exception {
        var list = Isotherm.run(folder, "list", "experiment");
        assertTrue(list.out().contains("demo") && list.out().contains("cifar10-resnet20"), list::out);
        var why = Isotherm.run(folder, "why", "demo");
        assertEquals("", why.err());
        assertEquals(0, why.status(), why::out);
    }

    @Test
    void whatAnExperimentLacksIsToldLineByLine() throws Exception {
        var result = Isotherm.run(folder, "why", "cifar10-resnet20");
        assertEquals(1, result.status());
        assertTrue(result.out().contains("DATA_MISSING"), result::out);
        assertTrue(result.out().contains("WEIGHTS_MISSING"), result::out);
    }

    @Test
    void aDroppedExperimentIsThereForTheFirstCommand() throws Exception {
        Files.writeString(
                Files.createDirectory(folder.resolve("load")).resolve("isotherm.experiment-mine.config"),
                """
                id="shapes"
                ood.train=["shapes:aux"]
                ood.test=["shapes:ood-texture"]
                epochs=I"3"
                """);
        var why = Isotherm.run(folder, "why", "mine");
        assertEquals(0, why.status(), why::out);
    }

    @Test
    void aSignalEndsTheProcessAndLeavesNothing() throws Exception {
        var shell = Isotherm.start(folder, "shell");
        try (var in = shell.process().outputWriter()) {
            in.write("list score\n");
            in.flush();
            shell.says("energy");
            shell.process().destroy();
            assertEquals(128 + 15, shell.await().status());
        }
        try (Stream<Path> left = Files.list(Isotherm.CACHE.resolve("framework"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aMisspeltCommandEndsInOneLineWithTheNearest() throws Exception {
        var result = Isotherm.run(folder, "lits");
        assertEquals("isotherm: there is no command 'lits' – did you mean 'list'?\n", result.err());
        assertEquals(2, result.status());
    }

    @Test
    void anUnknownBackendIsOneLine() throws Exception {
        var result = Isotherm.run(folder, "list", "--backend", "tpu");
        assertEquals("isotherm: there is no backend 'tpu' – choose one of cpu, cuda\n", result.err());
        assertEquals(2, result.status());
    }

    @Test
    void benchMeasuresInAProcessOfItsOwnBesideAPeer() throws Exception {
        Path peer = Files.writeString(
                folder.resolve("peer.sh"),
                "[ -z \"${MALLOC_TOP_PAD_+set}\" ] || exit 9 # tuned\necho \"$1 10 img/s\"\n");
        var result = Isotherm.run(
                folder, "bench", "encoder-resnet20", "--rounds=1", "--reps=2", "--warm-up=0", "--peer=sh " + peer);
        assertEquals("encoder-resnet20, round 1 of 1\n", result.err());
        assertEquals(0, result.status());
        assertTrue(result.out().contains("encoder-resnet20"), result::out);
        var json = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
        var measured = json.at("/results/0");
        assertEquals(2, measured.at("/rounds/0/rates").size());
        assertTrue(measured.path("median").asDouble() > 1, json::toString);
        assertEquals(
                measured.path("median").asDouble() / 10, measured.path("ratio").asDouble(), 1e-9);
        assertTrue(measured.path("peak_memory").asLong() > 100_000_000, json::toString);
    }

    /** No line is typed whole: the tabulator key fills in commands, options and names that are there at the moment. */
    @Test
    void theShellCompletesAndHelps() throws Exception {
        var shell = Isotherm.onTerminal(folder, "shell");
        try (var in = shell.process().outputWriter()) {
            shell.says("g! ");
            for (var line : List.of(
                    Map.entry("list sco\t\n", "isotherm.score.heatmap"),
                    Map.entry("why de\t\n", "demo is ready to run"),
                    // the component runtime has an info, too
                    Map.entry("info wideres\t\n", "isotherm.backbone.wideresnet"),
                    Map.entry("bench --li\t\n", "encoder-resnet20"),
                    Map.entry("import no.pt --as n --backbone cifarr\t\n", "there is no file no.pt"),
                    Map.entry("why demo prese\tcorrect\n", "'correct'"),
                    Map.entry("help expla\t\n", "Paint heatmaps over images with a finished run."),
                    Map.entry("help\n", "help COMMAND tells"))) {
                in.write(line.getKey());
                in.flush();
                shell.says(line.getValue());
            }
            Files.writeString(
                    Files.createDirectories(folder.resolve("load")).resolve("isotherm.experiment-lately.config"),
                    "id=\"shapes\"\nood.train=[\"shapes:aux\"]\nood.test=[\"shapes:ood-texture\"]\n");
            for (int i = 0; i < 1000 && !shell.output().contains("lately is ready to run"); i++) {
                in.write("why latel\t\n");
                in.flush();
                Thread.sleep(300);
            }
            shell.says("lately is ready to run");
            in.write("versio\t\n");
            in.flush();
            shell.says("isotherm 1.");
            in.write("\u0004");
        }
        var result = shell.await();
        assertEquals(0, result.status(), result::out);
        assertTrue(result.out().contains("gosh: stopping framework"), result::out);
    }

    @Test
    void twoAtOnceDoNotDisturbEachOtherAndLeaveNothing() throws Exception {
        var one = Isotherm.start(folder, "list", "backbone");
        var other = Isotherm.start(folder, "list", "--json");
        var backbones = one.await();
        assertEquals("", backbones.err());
        assertEquals(0, backbones.status());
        assertTrue(backbones.out().contains("cifarresnet"), backbones::out);
        var all = other.await();
        assertEquals(0, all.status());
        assertEquals(21, new ObjectMapper().readTree(all.out()).size(), "JSON, and nothing besides");
        try (Stream<Path> left = Files.list(Isotherm.CACHE.resolve("framework"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void theDistributionStaysBelow200Megabytes() throws Exception {
        try (Stream<Path> files = Files.walk(Isotherm.DISTRIBUTION)) {
            long bytes = files.mapToLong(file -> file.toFile().length()).sum();
            assertTrue(bytes < 200_000_000, bytes + " bytes");
        }
    }
}
