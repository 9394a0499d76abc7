/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Seal;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that dies at one moment or another, and what a resumed run makes of it. */
class TornRunTest {
    @TempDir
    Path dir;

    private Laboratory lab;

    @BeforeEach
    void open() {
        lab = new Laboratory(dir);
    }

    @Test
    void aRunResumesFromWhateverFilesItsProcessLeft() throws Exception {
        // a kill between two batches leaves the folder as a copy made there: files appear whole or not at all
        Path moments = dir.resolve("moments");
        Set<String> seen = new HashSet<>();
        RunInfo whole = lab.start(Map.of("gallery.count", "1"), (run, progress) -> {
                    if (seen.add(progress.stage() + progress.task() + files(run.folder()))) {
                        copy(run.folder(), moments.resolve("runs").resolve("at-" + seen.size()));
                    }
                })
                .await();
        Laboratory.assertCompleted(whole);
        assertTrue(seen.size() >= 8, seen.toString());
        var other = new Laboratory(moments);
        for (int i = 1; i <= seen.size(); i++) {
            assertEquals("its process died", other.runs.find("at-" + i).reason());
            RunInfo end = other.resume("at-" + i);
            Laboratory.assertCompleted(end);
            assertSameEnd(whole, end);
        }
    }

    @Test
    void aRunKilledBehindItsTrainingKeepsTheLossAndLeavesNoRemains() throws Exception {
        RunInfo whole = lab.run(Map.of());
        Path torn = dir.resolve("runs/torn");
        copy(whole.folder(), torn);
        Files.delete(torn.resolve("metrics.json"));
        Files.delete(torn.resolve("report.html"));
        Files.createDirectories(torn.resolve("checkpoints"));
        Files.copy(torn.resolve("decoder.safetensors"), torn.resolve("checkpoints/decoder.safetensors"));
        Files.copy(torn.resolve("classifier.safetensors"), torn.resolve("checkpoints/classifier.safetensors"));
        Files.copy(torn.resolve("classifier.safetensors"), torn.resolve("checkpoints/classifier-best.safetensors"));
        Files.writeString(torn.resolve(".metrics.json.x.tmp"), "{");
        edit(torn, "COMPLETED", "RUNNING");
        RunInfo end = lab.resume("torn");
        Laboratory.assertCompleted(end);
        assertSameEnd(whole, end);
        assertEquals(
                Set.of(),
                files(torn).stream()
                        .filter(f -> f.contains("checkpoints/") || f.endsWith(".tmp"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void aRunIsCompleteOnlyOnceItsReportIsThere() throws Exception {
        RunInfo whole = lab.run(Map.of());
        Files.delete(whole.folder().resolve("report.html"));
        RunInfo torn = lab.runs.find(whole.id());
        assertEquals(RunState.INTERRUPTED, torn.state());
        assertEquals("its report is not there", torn.reason());
        Laboratory.assertCompleted(lab.resume(whole.id()));
        assertTrue(Files.exists(whole.folder().resolve("report.html")));
        Laboratory.assertCompleted(lab.runs.find(whole.id()));
    }

    @Test
    void aDecoderOfAnotherClassifierIsTrainedAnew() throws Exception {
        RunInfo whole = lab.run(Map.of());
        Path file = whole.folder().resolve("decoder.safetensors");
        var metadata = new HashMap<>(SafeTensors.metadata(file));
        metadata.put("classifier.sha256", "another");
        SafeTensors.write(file, SafeTensors.read(file), metadata);
        edit(whole.folder(), "COMPLETED", "RUNNING");
        RunInfo end = lab.resume(whole.id());
        Laboratory.assertCompleted(end);
        assertFalse(SafeTensors.metadata(file).containsValue("another"));
    }

    @Test
    void aDamagedRecordIsNamed() throws Exception {
        RunInfo run = lab.run(Map.of(), EnumSet.of(Stage.PRETRAIN));
        Path record = run.folder().resolve("run.json");
        String text = Files.readString(record);
        String bare = Laboratory.unsealed(record);
        Files.writeString(record, text.substring(0, text.length() / 2));
        assertEquals(
                List.of("its run.json is damaged"),
                lab.runs.list().stream().map(RunInfo::reason).toList());
        for (String damage : List.of(
                text.substring(0, text.length() / 2),
                "[]",
                text.replace("COMPLETED", "FAILED"),
                Seal.json(bare.replace("\"PRETRAIN\"", "\"SLEEP\"").replace("COMPLETED", "FAILED")),
                Seal.json(bare.replace("\"settings\"", "\"sittings\"").replace("COMPLETED", "FAILED")))) {
            Files.writeString(record, damage);
            var e = assertThrows(ProblemException.class, () -> lab.resume(run.id()));
            assertEquals(ReasonCode.DATA_INVALID, e.problem().code());
            assertTrue(e.getMessage().contains("run.json is damaged"), e.getMessage());
        }
        Files.writeString(record, text);
        edit(run.folder(), "COMPLETED", "FAILED");
        Laboratory.assertCompleted(lab.resume(run.id()));
    }

    private static void assertSameEnd(RunInfo whole, RunInfo end) throws IOException {
        for (String log : List.of("pretrain.csv", "train.csv")) {
            assertEquals(Laboratory.losses(whole, log), Laboratory.losses(end, log));
        }
        assertEquals(
                Laboratory.metrics(whole),
                Laboratory.metrics(end).replace("\"" + end.folder().getFileName() + "\"", "\"ID\""));
        assertEquals(training(whole), training(end));
        assertTrue(Files.exists(end.folder().resolve("report.html")));
    }

    private static String training(RunInfo run) throws IOException {
        String training = Laboratory.json(run.folder().resolve("run.json"))
                .path("training")
                .toString();
        assertTrue(training.contains("final_loss"), training);
        return training;
    }

    private static void edit(Path run, String from, String to) throws IOException {
        Laboratory.edit(run.resolve("run.json"), from, to);
    }

    private static Set<String> files(Path folder) {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(Files.isDirectory(path) ? target : target.getParent());
                if (Files.isRegularFile(path)) {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
