/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Progress;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.score.heatmap.HeatmapScore;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test sets whose scoring is interrupted in the middle: no image is scored a second time, and nothing comes out otherwise. */
class ResumedScoresTest {
    private static final int ID = 60;
    private static final int OOD = 50;
    private static final int BATCH = 10;
    private static final Map<String, String> SETTINGS = Map.of(
            "ood.test",
            "texture=shapes:ood-texture?count=" + OOD,
            "batch.size",
            Integer.toString(BATCH),
            "bootstrap",
            "0");

    @TempDir
    Path dir;

    private final AtomicInteger scored = new AtomicInteger();
    private Laboratory lab;
    private RunInfo whole;

    @BeforeEach
    void anUndisturbedRun() throws Exception {
        lab = new Laboratory(dir);
        var real = new HeatmapScore();
        lab.extensions.remove(OodScore.class, "heatmap");
        lab.extensions.add(OodScore.class, "heatmap", (OodScore) Proxy.newProxyInstance(
                OodScore.class.getClassLoader(),
                new Class<?>[] {OodScore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "usesHeatmaps" -> true;
                    case "fit" -> (FittedScore) batch -> {
                        scored.addAndGet((int) batch.z().size(0));
                        return real.score(batch);
                    };
                    default -> method.invoke(real, arguments);
                }));
        whole = lab.run(SETTINGS);
        Laboratory.assertCompleted(whole);
        assertEquals(ID + OOD, scored.get());
        assertTrue(Files.notExists(journal(whole, "id")));
        scored.set(0);
    }

    private RunInfo interruptedAt(String set, int images) throws Exception {
        int before = set.equals("texture") ? ID : 0;
        return interrupted(watcher -> lab.start(SETTINGS, watcher), before + images);
    }

    private RunInfo interrupted(Function<BiConsumer<RunInfo, Progress>, RunHandle> start, int images) throws Exception {
        var handle = new CompletableFuture<RunHandle>();
        handle.complete(start.apply((run, progress) -> {
            if (progress.stage() == Stage.EVALUATE && progress.done() >= images) {
                handle.join().interrupt("a test says so");
            }
        }));
        return handle.join().await();
    }

    private static Path journal(RunInfo run, String set) {
        return new RunFiles(run.folder()).scoreJournal(set);
    }

    private void assertResumed(RunInfo torn, int seen, String... messages) throws Exception {
        scored.set(0);
        lab.messages.clear();
        RunInfo end = lab.resume(torn.id());
        Laboratory.assertCompleted(end);
        assertEquals(ID + OOD - seen, scored.get());
        assertEquals(
                List.of(messages),
                lab.messages.stream()
                        .filter(line -> line.startsWith("going on with the scores"))
                        .toList());
        assertEquals(Laboratory.metrics(whole), Laboratory.metrics(end));
        for (String file : List.of("scores/id.csv", "scores/texture.csv", "gallery.safetensors")) {
            assertEquals(
                    -1,
                    Files.mismatch(whole.folder().resolve(file), end.folder().resolve(file)),
                    file);
        }
        assertEquals(scale(whole), scale(end));
        assertTrue(Files.notExists(journal(end, "id")));
    }

    private static double scale(RunInfo run) throws Exception {
        return Laboratory.json(run.folder().resolve("gallery.json"))
                .path("scale_max")
                .asDouble();
    }

    @Test
    void aSetInTheMiddleGoesOnBehindItsLastBatch() throws Exception {
        RunInfo torn = interruptedAt("id", 3 * BATCH);
        assertEquals(RunState.INTERRUPTED, torn.state());
        assertEquals(3 * BATCH, scored.get());
        assertResumed(torn, 3 * BATCH, "going on with the scores of 'shapes' after 30 of 60 images");
    }

    @Test
    void aSetThatIsDoneIsNotTouchedAgain() throws Exception {
        RunInfo torn = interruptedAt("texture", 2 * BATCH);
        assertEquals(ID + 2 * BATCH, scored.get());
        assertResumed(
                torn,
                ID + 2 * BATCH,
                "going on with the scores of 'shapes' after 60 of 60 images",
                "going on with the scores of 'texture' after 20 of 50 images");
    }

    /** What a process leaves that is killed while it writes, and what a disk may do to it. */
    @Test
    void aTornBatchIsCutOffAndADamagedOneScoredAgain() throws Exception {
        RunInfo torn = interruptedAt("id", 3 * BATCH);
        Path journal = journal(torn, "id");
        byte[] sound = Files.readAllBytes(journal);
        Files.write(journal, new byte[] {0, 0, 4, 0, 1, 2, 3}, StandardOpenOption.APPEND);
        RunInfo again = interrupted(watcher -> lab.resume(torn.id(), watcher), 4 * BATCH);
        byte[] longer = Files.readAllBytes(journal);
        assertEquals(sound.length, Arrays.mismatch(sound, longer));
        longer[sound.length - 3] ^= 8;
        Files.write(journal, longer);
        assertResumed(again, 2 * BATCH, "going on with the scores of 'shapes' after 20 of 60 images");
    }

    @Test
    void scoresOfAnotherDecoderAreNotGoneOnWith() throws Exception {
        RunInfo torn = interruptedAt("id", 3 * BATCH);
        byte[] journal = Files.readAllBytes(journal(torn, "id"));
        journal[5] = (byte) (journal[5] == 'a' ? 'b' : 'a');
        Files.write(journal(torn, "id"), journal);
        assertResumed(torn, 0);
    }
}
