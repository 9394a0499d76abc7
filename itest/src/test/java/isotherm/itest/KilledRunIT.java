/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose process is killed with SIGKILL, which no program can prepare for. */
class KilledRunIT {
    private static final long POLL_MILLIS = 5;

    @TempDir
    private Path folder;

    @Test
    void aRunKilledInEveryStageEndsAsAnUndisturbedOne() throws Exception {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        var undisturbed = Isotherm.run(whole, TinyDemo.line("run"));
        assertEquals(0, undisturbed.status(), undisturbed::err);

        Path torn = Files.createDirectory(folder.resolve("torn"));
        Path runs = torn.resolve("runs");
        killWhen(
                torn,
                () -> TinyDemo.onlyRun(runs) != null
                        && !TinyDemo.log(TinyDemo.onlyRun(runs).resolve("pretrain.csv"))
                                .isEmpty(),
                TinyDemo.line("run"));
        Path run = TinyDemo.onlyRun(runs);
        assertTrue(TinyDemo.log(run.resolve("pretrain.csv")).size() < TinyDemo.PRETRAIN_EPOCHS);
        assertDead(run);
        var list = Isotherm.run(torn, "list", "run");
        assertTrue(list.out().matches("(?s).*INTERRUPTED +\\w+ +its process died\\n"), list::out);

        killWhen(torn, () -> TinyDemo.log(run.resolve("train.csv")).size() >= 2, "resume", "latest");
        assertTrue(TinyDemo.log(run.resolve("train.csv")).size() < TinyDemo.EPOCHS);
        assertFalse(Files.exists(run.resolve("decoder.safetensors")));
        assertDead(run);
        var info = Isotherm.run(torn, "info", run.getFileName().toString());
        assertTrue(info.out().matches("(?s).*state +INTERRUPTED\n.*reason +its process died\n.*"), info::out);

        killWhen(torn, () -> Files.exists(run.resolve("scores/id.csv")), "resume", "latest");
        assertFalse(Files.exists(run.resolve("report.html")));
        assertDead(run);

        var resumed = Isotherm.run(torn, "resume", run.getFileName().toString());
        assertEquals(0, resumed.status(), resumed::err);
        assertEquals("", resumed.err());
        assertSame(TinyDemo.onlyRun(whole.resolve("runs")), run);
        assertNothingLeft(run);
    }

    /** Starts a command and kills it as soon as a condition holds. */
    private static void killWhen(Path folder, Callable<Boolean> condition, String... line) throws Exception {
        var command = Isotherm.start(folder, line);
        while (!condition.call()) {
            if (!command.process().isAlive()) {
                throw new AssertionError("ended before it could be killed: " + command.await());
            }
            Thread.sleep(POLL_MILLIS);
        }
        command.process().destroyForcibly();
        assertEquals(128 + 9, command.await().status());
    }

    private static void assertDead(Path run) throws Exception {
        assertEquals(
                "RUNNING", TinyDemo.json(run.resolve("run.json")).path("state").asText());
    }

    private static void assertSame(Path expected, Path run) throws Exception {
        assertEquals(TinyDemo.metrics(expected), TinyDemo.metrics(run));
        double loss = TinyDemo.finalLoss(expected);
        assertEquals(loss, TinyDemo.finalLoss(run), 1e-6 * loss);
        assertEquals(losses(expected, "pretrain.csv"), losses(run, "pretrain.csv"));
        assertEquals(losses(expected, "train.csv"), losses(run, "train.csv"));
    }

    private static List<String> losses(Path run, String log) throws Exception {
        return TinyDemo.log(run.resolve(log)).stream()
                .map(line -> line.split(",")[0] + " " + line.split(",")[1])
                .toList();
    }

    private static void assertNothingLeft(Path run) throws Exception {
        try (Stream<Path> files = Files.walk(run)) {
            List<Path> left = files.filter(file ->
                            file.toString().endsWith(".tmp") || file.getParent().endsWith("checkpoints"))
                    .toList();
            assertEquals(List.of(), left);
        }
    }
}
