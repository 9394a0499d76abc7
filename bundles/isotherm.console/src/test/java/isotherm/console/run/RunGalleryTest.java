/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.api.run.HeatmapFile;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunGalleryTest {
    private static final List<String> SETS = List.of("textures", "日本", "../x");

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws Exception {
        Files.createDirectories(folder.resolve("scores"));
        Files.createDirectories(folder.resolve("heatmaps"));
        Files.writeString(folder.resolve("run.json"), "{\"classes\": [\"airplane\", \"ship\"]}");
        Files.writeString(
                folder.resolve("gallery.json"),
                """
                {"score": "heatmap", "threshold": 0.5, "images": [
                  {"dataset": "cifar10", "kind": "id", "index": 4, "label": 1, "class": "ship", "predicted": 0, "score": 0.1},
                  {"dataset": "textures", "kind": "ood", "index": 0, "label": 0, "class": "banded", "predicted": 0, "score": 1},
                  {"dataset": "textures", "kind": "ood", "index": 1, "label": -1, "class": "", "predicted": 1, "score": 1},
                  {"dataset": "old_set", "kind": "ood", "index": 2, "label": 0, "predicted": 1, "score": 1},
                  {"dataset": "cifar10", "kind": "id", "index": 5, "label": 0, "predicted": 0, "score": 0.2}]}
                """);
        var metrics = new StringBuilder("{\"results\": [");
        for (String set : SETS) {
            metrics.append(metrics.toString().endsWith("[") ? "" : ",").append("{\"dataset\": \"" + set + "\"}");
            scores(FileName.of(set), SETS.indexOf(set));
        }
        Files.writeString(folder.resolve("metrics.json"), metrics.append("]}"));
        scores("id", 7);
    }

    private void scores(String name, double value) throws Exception {
        Files.writeString(
                folder.resolve("scores/" + name + ".csv"), "index,label,predicted,heatmap\n0,-1,0," + value + "\n");
    }

    @Test
    void anImageHasTheClassOfItsOwnDataSet() throws Exception {
        var images = RunGallery.of(folder).orElseThrow().images();
        assertEquals(
                List.of("ship", "banded", "", "", "airplane"),
                images.stream().map(RunGallery.Shown::label).toList());
        assertEquals(
                List.of("airplane", "airplane", "ship", "ship", "airplane"),
                images.stream().map(RunGallery.Shown::predicted).toList());
    }

    @Test
    void eachSetHasItsOwnScoresUnderTheNameOfTodayOrOfBefore() throws Exception {
        Files.move(folder.resolve("scores/" + FileName.of("日本") + ".csv"), folder.resolve("scores/日本.csv"));
        for (var set : RunGallery.of(folder).orElseThrow().sets()) {
            assertArrayEquals(new double[] {set.ood() ? SETS.indexOf(set.name()) : 7}, set.scores(), set.name());
        }
        Files.delete(folder.resolve("scores/textures.csv"));
        Files.createSymbolicLink(folder.resolve("scores/textures.csv"), folder.resolve("scores/id.csv"));
        assertThrows(ProblemException.class, () -> RunGallery.of(folder));
    }

    @Test
    void aPictureIsThereUnderTheNameOfTodayOrOfBefore() throws Exception {
        assertEquals(
                "heatmaps/old-set-2.png",
                RunGallery.of(folder).orElseThrow().images().get(3).file());
        Files.createFile(folder.resolve(HeatmapFile.of("old_set", 2)));
        assertEquals(
                "heatmaps/old_set-2.png",
                RunGallery.of(folder).orElseThrow().images().get(3).file());
    }
}
