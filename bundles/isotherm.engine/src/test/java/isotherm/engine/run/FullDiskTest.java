/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.ClassifierStore;
import isotherm.engine.disk.TightDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full at one moment or another: a line says so, nothing is half-written, and the run goes on later. */
class FullDiskTest {
    private static final Predicate<String> NEVER = path -> false;

    @TempDir
    Path dir;

    private TightDisk disk;
    private Laboratory lab;

    @BeforeEach
    void open() {
        disk = new TightDisk();
        lab = new Laboratory(disk.of(dir));
    }

    @Test
    void aRunThatMetAFullDiskWhereverItWritesEndsAsAnUndisturbedOne() throws Exception {
        RunInfo whole = new Laboratory(dir.resolve("undisturbed")).run(Map.of());
        Laboratory.assertCompleted(whole);

        RunInfo run = full("checkpoints/.classifier-best", null);
        for (String path : List.of(
                "checkpoints/.classifier.safetensors",
                "features/",
                "checkpoints/.decoder",
                "snapshots/",
                "/.train.csv",
                "/.decoder.safetensors",
                "scores/",
                "/.gallery.safetensors",
                "/.metrics.json",
                "/.report.html")) {
            run = full(path, run.id());
        }
        disk.fill(NEVER);
        RunInfo end = lab.resume(run.id());
        Laboratory.assertCompleted(end);
        assertEquals(Laboratory.losses(whole, "pretrain.csv"), Laboratory.losses(end, "pretrain.csv"));
        assertEquals(Laboratory.losses(whole, "train.csv"), Laboratory.losses(end, "train.csv"));
        assertEquals(Laboratory.metrics(whole), Laboratory.metrics(end));
    }

    /** Starts or resumes a run while no file of this path can be written. */
    private RunInfo full(String path, String resumed) throws Exception {
        disk.fill(file -> file.contains(path));
        RunInfo run = resumed == null ? lab.run(Map.of()) : lab.resume(resumed);
        assertEquals(RunState.FAILED, run.state(), path);
        assertTrue(
                run.reason()
                        .matches("the disk is full: \\S+ could not be written to " + dir + "/runs/\\S+"
                                + " – free some space there, then go on with 'isotherm resume " + run.id() + "'"),
                run.reason());
        assertEquals(List.of(), halfWritten(path));
        return run;
    }

    @Test
    void anImportThatMeetsAFullDiskLeavesNothing() throws Exception {
        RunInfo trained = lab.run(Map.of(), EnumSet.of(Stage.PRETRAIN));
        var store = new ClassifierStore(lab.extensions, lab.folders);
        Path file = trained.folder().resolve("classifier.safetensors");
        disk.fill(path -> path.contains(".classifiers/"));
        var e = assertThrows(
                ProblemException.class, () -> store.importFile(file, "cifarresnet", Map.of("depth", "8"), "mine"));
        assertEquals(ReasonCode.RESOURCE_EXHAUSTED, e.problem().code());
        assertEquals(
                "the disk is full: mine.safetensors could not be written to " + dir + "/runs/.classifiers"
                        + " – free some space there",
                e.getMessage());
        assertEquals(List.of(), store.names());
        assertEquals(List.of(), halfWritten(".classifiers/"));
        disk.fill(NEVER);
        store.importFile(file, "cifarresnet", Map.of("depth", "8"), "mine");
        assertEquals(List.of("mine"), store.names());
    }

    @Test
    void aRunThatCannotEvenBeginLeavesNoFolder() throws Exception {
        disk.fill(path -> path.contains("/.run.json"));
        var e = assertThrows(ProblemException.class, () -> lab.run(Map.of()));
        assertTrue(e.getMessage().startsWith("the disk is full: run.json could not be written to "), e.getMessage());
        try (var left = Files.list(dir.resolve("runs"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aRunWhoseEndCannotBeRecordedIsResumed() throws Exception {
        RunInfo half = lab.start(Map.of(), (run, progress) -> {
                    if (progress.stage() == Stage.TRAIN) {
                        disk.fill(path -> path.contains("/runs/"));
                    }
                })
                .await();
        assertEquals(RunState.FAILED, half.state());
        assertTrue(half.reason().startsWith("the disk is full: "), half.reason());
        assertEquals("its process died", lab.runs.find(half.id()).reason());
        disk.fill(NEVER);
        Laboratory.assertCompleted(lab.resume(half.id()));
    }

    /** What lies on the disk that only a broken write can have left. */
    private List<Path> halfWritten(String path) throws IOException {
        try (var files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".tmp")
                            || file.toString().endsWith(".part")
                            || file.toString().contains(path) && file.toFile().length() <= 10)
                    .toList();
        }
    }
}
