/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.nn.ComputeThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run computes on as many threads as its experiment says, and tells how many these were. */
class RunThreadsTest {
    private static final Map<String, String> SHORT =
            Map.of("pretrain.epochs", "1", "epochs", "2", "scores", "msp", "threads", "1");

    @TempDir
    Path dir;

    private static int recorded(RunInfo run) throws Exception {
        return Laboratory.json(run.folder().resolve("run.json"))
                .path("threads")
                .path("compute")
                .asInt();
    }

    @Test
    void itGoesOnWithOthersOnlyWithAWarning() throws Exception {
        var lab = new Laboratory(dir);
        var handle = new CompletableFuture<RunHandle>();
        handle.complete(lab.start(SHORT, (run, progress) -> {
            if (progress.stage() == Stage.TRAIN) {
                handle.join().interrupt("stopped by a test");
            }
        }));
        RunInfo stopped = handle.join().await();
        assertEquals(RunState.INTERRUPTED, stopped.state(), stopped.reason());
        assertEquals(1, recorded(stopped));

        // as if another machine, or another environment, had begun it
        Path file = stopped.folder().resolve("run.json");
        var record = RunRecord.read(stopped.folder());
        record.set("threads", Map.of("decode", 1, "compute", 3));
        record.write();
        RunInfo resumed = lab.resume(stopped.id());
        Laboratory.assertCompleted(resumed);
        assertEquals(1, recorded(resumed));
        assertTrue(
                lab.messages.stream().anyMatch(line -> line.contains("began on 3 threads and goes on on 1")),
                lab.messages::toString);
        assertTrue(Files.readString(file).contains("began on 3 threads"));
    }

    @Test
    void withoutTheSettingItHasWhatTheProcessHas() throws Exception {
        int[] usual = new int[1];
        Thread thread = new Thread(() -> usual[0] = ComputeThreads.number());
        thread.start();
        thread.join();
        RunInfo run = new Laboratory(dir).run(Map.of("pretrain.epochs", "1", "epochs", "1", "threads", "0"));
        Laboratory.assertCompleted(run);
        assertEquals(usual[0], recorded(run));
    }
}
