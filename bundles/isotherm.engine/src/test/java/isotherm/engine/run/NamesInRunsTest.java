/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isotherm.api.run.HeatmapFile;
import isotherm.api.run.RunInfo;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names from outside, of whatever kind, stay names: of files within the folder that they belong to, each its own. */
class NamesInRunsTest {
    private static final List<String> BITS = List.of(
            "/x",
            "../x",
            "..",
            ".",
            "\0",
            "CON",
            "nul.txt",
            "x.",
            "X",
            "x",
            "\\",
            "-rf",
            "\n",
            "\u202eabc",
            "e\u0301",
            "日本",
            " ",
            "y".repeat(300));

    @TempDir
    Path dir;

    /** Seeded: each bit alone, and some in a row. */
    private static Set<String> names() {
        var random = new Random(23);
        var names = new HashSet<>(BITS);
        while (names.size() < 300) {
            names.add(Stream.generate(() -> BITS.get(random.nextInt(BITS.size())))
                    .limit(1 + random.nextInt(3))
                    .collect(Collectors.joining()));
        }
        names.add("");
        return names;
    }

    @Test
    void labelsOfDataSetsNameFilesOfTheRunAlone() throws Exception {
        var labels = List.of("../x", "CON", "nul.txt", "y".repeat(300), "x.", "-rf", "\u202eabc", "e\u0301", "日本", ".");
        Path outer = Files.createDirectory(dir.resolve("outer"));
        var lab = new Laboratory(outer.resolve("a/b"));
        RunInfo run = lab.run(Map.of(
                "gallery.count",
                "1",
                "epochs",
                "1",
                "bootstrap",
                "0",
                "ood.test",
                labels.stream()
                        .map(label -> label + "=shapes:ood-texture?count=6")
                        .collect(Collectors.joining(";"))));
        Laboratory.assertCompleted(run);
        var written = new ArrayList<String>();
        for (JsonNode result :
                Laboratory.json(run.folder().resolve("metrics.json")).path("results")) {
            String label = result.path("dataset").asText();
            if (!written.contains(label)) {
                written.add(label);
                assertTrue(Files.isRegularFile(new RunFiles(run.folder()).scores(label)), label);
            }
        }
        assertEquals(labels.size(), written.size());
        assertEquals(labels.size() + 1, list(run.folder().resolve("scores")).size());
        assertEquals(labels.size() + 1, list(run.folder().resolve("heatmaps")).size());
        for (JsonNode image :
                Laboratory.json(run.folder().resolve("gallery.json")).path("images")) {
            String file = HeatmapFile.of(
                    image.path("dataset").asText(), image.path("index").asInt());
            assertTrue(Files.isRegularFile(run.folder().resolve(file)), file);
        }
        assertTrue(Files.isRegularFile(run.folder().resolve("report.html")));
        assertEquals(Set.of("a"), list(outer));
        assertEquals(Set.of("outer"), list(dir));
    }

    @Test
    void runsOfAnyExperimentLieInTheRunsFolderAndAreFoundByTheirName() throws IOException {
        var runs = new RunFolders(dir.resolve("runs"));
        var folders = new HashSet<Path>();
        for (String name : names()) {
            Path folder = runs.create(name);
            assertEquals(dir.resolve("runs"), folder.getParent());
            String id = folder.getFileName().toString();
            assertTrue(id.length() < 100 && FileName.of(id).equals(id) || id.contains("@"), id);
            assertTrue(folders.add(folder), id);
        }
        assertEquals(folders.size(), list(dir.resolve("runs")).size());
        for (String name : BITS) {
            var e = assertThrows(ProblemException.class, () -> runs.find(name + "?"));
            assertEquals(ReasonCode.NO_SUCH_NAME, e.problem().code());
        }
    }

    @Test
    void namesOfWeightsAreThoseOfFilesOfTheStoreOrRefused() throws IOException {
        var store = new ImportedWeights("classifier", dir.resolve("store"));
        for (String name : names()) {
            assertEquals(dir.resolve("store"), store.file(name).normalize().getParent());
            if (FileName.plain(name)) {
                store.checkName(name);
            } else {
                var e = assertThrows(ProblemException.class, () -> store.checkName(name), name);
                assertEquals(ReasonCode.INPUT_INVALID, e.problem().code());
            }
        }
        Files.createDirectories(dir.resolve("store"));
        Files.createFile(store.file("Mine"));
        store.checkName("Mine");
        var e = assertThrows(ProblemException.class, () -> store.checkName("mINE"));
        assertTrue(e.getMessage().contains("'Mine'"), e.getMessage());
    }

    @Test
    void aClassifierIsNotFoundOutsideOfTheRunsFolder() throws IOException {
        var folders = new Folders(dir.resolve("data"), dir.resolve("runs"));
        Path outside = Files.createDirectories(dir.resolve("outside"));
        Files.createFile(outside.resolve("classifier.safetensors"));
        Files.createFile(outside.resolve("x.safetensors"));
        Path run = Files.createDirectories(dir.resolve("runs/my run"));
        Files.createFile(run.resolve("classifier.safetensors"));
        assertEquals(run.resolve("classifier.safetensors"), folders.findClassifier("my run"));
        for (String name :
                List.of("../outside", "../../outside/x", outside.toString(), "../runs/my run", "\0", "", ".")) {
            assertFalse(Files.exists(folders.findClassifier(name)), name);
            assertFalse(Files.exists(folders.findDecoder(name)), name);
        }
    }

    @Test
    void noTwoImagesShareAnOverlay() {
        var overlays = new Overlays(dir);
        var taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Stream.of(
                        "b.png",
                        "b-2.png",
                        "c/b.jpg",
                        "B.png",
                        "b",
                        ".png",
                        "d/.png",
                        "CON.png",
                        "y".repeat(250),
                        "e\u0301.png")
                .forEach(image -> {
                    Path overlay = overlays.next(Path.of(image));
                    assertEquals(dir, overlay.getParent());
                    assertTrue(taken.add(overlay.getFileName().toString()), image);
                    assertTrue(overlay.getFileName().toString().length() < 130, image);
                });
        assertTrue(taken.containsAll(List.of("b-heatmap.png", "b-2-heatmap.png", "b-3-heatmap.png")), taken::toString);
    }

    private static Set<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
