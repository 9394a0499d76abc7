/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Seal;
import isotherm.api.wiring.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A digit that was changed in a sealed run is told, and not shown. */
class SealedRunTest {
    private static final String UNSEALED = "made before files were sealed";

    @TempDir
    Path folder;

    private SampleRun run;

    @BeforeEach
    void sealed() throws IOException {
        run = SampleRun.in(folder);
        var tables = new TreeMap<String, String>();
        for (String table : List.of("train.csv", "pretrain.csv", "scores/id.csv", "scores/texture.csv")) {
            tables.put(table, Seal.hash(Files.readAllBytes(folder.resolve(table))));
        }
        // as a process leaves it that dies while it replaces the table
        tables.put("train.csv", "0".repeat(64) + " " + tables.get("train.csv"));
        run.set("run.json", Seal.TABLES, tables);
        for (String json : List.of("run.json", "metrics.json", "gallery.json")) {
            run.put(json, Seal.json(Files.readString(folder.resolve(json))));
        }
    }

    @Test
    void aSoundRunHasItsReport() throws IOException {
        assertFalse(Files.readString(new HtmlReport().write(folder)).contains(UNSEALED));
    }

    @Test
    void aDigitThatWasChangedIsToldInEveryFile() throws IOException {
        var changes = Map.of(
                "metrics.json", "0.5",
                "gallery.json", "0.05",
                "run.json", "0.9987",
                "train.csv", "1106.25",
                "pretrain.csv", "0.125",
                "scores/id.csv", "299,0,1,0",
                "scores/texture.csv", "299,0,1,0");
        for (var change : changes.entrySet()) {
            String text = Files.readString(folder.resolve(change.getKey()));
            assertTrue(text.contains(change.getValue()), change.getKey());
            String last = change.getValue().substring(0, change.getValue().length() - 1) + "3";
            run.put(change.getKey(), text.replace(change.getValue(), last));
            var e = assertThrows(ProblemException.class, () -> new HtmlReport().write(folder), change.getKey());
            assertTrue(
                    e.problem().cause().startsWith(folder.resolve(change.getKey()) + " is damaged: "), e.getMessage());
            run.put(change.getKey(), text);
        }
        new HtmlReport().write(folder);
    }

    @Test
    void aMissingCurveIsToldOnThePage() throws IOException {
        Files.delete(folder.resolve("train.csv"));
        String page = Files.readString(new HtmlReport().write(folder));
        assertTrue(page.contains("train.csv is missing, and with it its curves"));
        assertFalse(page.contains("pretrain.csv is missing"));
    }

    @Test
    void anOldRunIsShownAsUnsealed() throws IOException {
        for (String json : List.of("run.json", "metrics.json", "gallery.json")) {
            var old = run.json(json);
            old.remove(Seal.MEMBER);
            old.remove(Seal.TABLES);
            run.put(json, old.toPrettyString());
        }
        assertTrue(Files.readString(new HtmlReport().write(folder)).contains(UNSEALED));
        run.put("train.csv", "epoch,loss\n1,9.5\n");
        new HtmlReport().write(folder);
    }

    @Test
    void theSummaryOfASeriesIsHeldToItsSeal() throws IOException {
        Path series = Files.createDirectory(folder.resolve("series"));
        String text = Seal.json("{\"runs\":[],\"results\":[],\"average\":[],\"seeds\":[12]}");
        Files.writeString(series.resolve("summary.json"), text);
        new HtmlSeries().write(series);
        Files.writeString(series.resolve("summary.json"), text.replace("12", "13"));
        var e = assertThrows(ProblemException.class, () -> new HtmlSeries().write(series));
        assertEquals(
                "make it anew with: isotherm compare RUN… --mean --out DIR",
                e.problem().cure());
    }
}
