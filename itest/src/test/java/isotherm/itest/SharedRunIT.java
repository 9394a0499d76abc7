/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that want to work on one run. */
class SharedRunIT {
    private static final long POLL_MILLIS = 20;

    @TempDir
    private Path folder;

    @Test
    void theSecondIsRefusedAndTheFirstGoesOn() throws Exception {
        // more epochs than it will live to see
        var first = Isotherm.start(folder, TinyDemo.line("train", "epochs=100000"));
        try {
            Path run = trains(first, 1);
            refused(Isotherm.run(folder, "resume", "latest"), run, first);
            trains(first, TinyDemo.log(run.resolve("train.csv")).size() + 1);
            first.process().destroy();
            assertEquals(128 + 15, first.await().status());

            // whoever resumes it is the first one now
            var resumed = Isotherm.start(folder, "resume", "latest");
            try {
                trains(resumed, TinyDemo.log(run.resolve("train.csv")).size() + 1);
                refused(Isotherm.run(folder, "resume", run.getFileName().toString()), run, resumed);
            } finally {
                resumed.process().destroyForcibly();
            }
        } finally {
            first.process().destroyForcibly();
        }
    }

    private static void refused(Isotherm.Result second, Path run, Isotherm first) {
        assertEquals(
                "isotherm: run " + run.getFileName() + " is under way in process "
                        + first.process().pid()
                        + " – wait for its end, or stop that process and resume the run then\n",
                second.err());
        assertEquals(1, second.status());
        assertEquals("", second.out());
    }

    /** Waits until so many epochs are done. */
    private Path trains(Isotherm command, int epochs) throws Exception {
        Path run = TinyDemo.onlyRun(folder.resolve("runs"));
        while (run == null || TinyDemo.log(run.resolve("train.csv")).size() < epochs) {
            assertTrue(command.process().isAlive(), "it ended before it could be disturbed");
            Thread.sleep(POLL_MILLIS);
            run = TinyDemo.onlyRun(folder.resolve("runs"));
        }
        assertTrue(Files.exists(run.resolve("run.lock")));
        return run;
    }
}
