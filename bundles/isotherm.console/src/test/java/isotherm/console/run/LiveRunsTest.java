/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunRequest;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class LiveRunsTest {
    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch lookedEnough = new CountDownLatch(1);
    private final Map<String, String> interrupted = new ConcurrentHashMap<>();
    private final LiveRuns live = new LiveRuns(new Engine());

    @AfterEach
    void letGo() {
        lookedEnough.countDown();
    }

    @Test
    void whatARunNeedsIsLookedAtWithoutHoldingUpOthers() throws Exception {
        var slow = CompletableFuture.supplyAsync(() -> start("slow"));
        assertTrue(looked.await(300, TimeUnit.SECONDS));
        String quick = start("quick").id();
        assertTrue(live.find(quick).isPresent());
        live.stop(quick);
        assertEquals("stopped by the user", interrupted.get(quick));
        lookedEnough.countDown();
        assertTrue(live.find(slow.get().id()).isPresent());
    }

    @Test
    void whatIsAboutToStartCountsAndIsGivenBackWhereItDoesNot() throws Exception {
        var slow = CompletableFuture.supplyAsync(() -> start("slow"));
        assertTrue(looked.await(300, TimeUnit.SECONDS));
        for (int i = 0; i < 2 * LiveRuns.MOST; i++) {
            assertThrows(ProblemException.class, () -> start("broken"));
        }
        for (int i = 1; i < LiveRuns.MOST; i++) {
            start("quick");
        }
        assertEquals(409, assertThrows(HttpProblem.class, () -> start("quick")).status());
        lookedEnough.countDown();
        slow.get();
        live.endAll("the end");
        live.open();
        assertEquals("quick", start("quick").experiment());
    }

    @Test
    void aRunThatIsAboutToStartEndsWithTheOthers() throws Exception {
        start("quick");
        var slow = CompletableFuture.supplyAsync(() -> start("slow"));
        assertTrue(looked.await(300, TimeUnit.SECONDS));
        var ended = CompletableFuture.supplyAsync(() -> {
            try {
                return live.endAll("the end");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (refusal() != 503) {
            Thread.sleep(5);
        }
        lookedEnough.countDown();
        slow.get();
        assertEquals(2, ended.get().size());
        ended.get().forEach(run -> assertEquals("the end", interrupted.get(run.id())));
    }

    private int refusal() {
        try {
            live.stop(start("quick").id());
            return 0;
        } catch (HttpProblem e) {
            return e.status();
        }
    }

    private RunInfo start(String experiment) {
        return live.start(new RunRequest(experiment, Map.of(), Set.of()));
    }

    /** Looks long at one experiment, refuses another, starts any other at once; a run ends when it is told to. */
    private final class Engine implements Runs {
        private final AtomicInteger started = new AtomicInteger();

        @Override
        public RunHandle start(RunRequest request, RunListener listener) {
            if (request.experiment().equals("slow")) {
                looked.countDown();
                try {
                    assertTrue(lookedEnough.await(300, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            if (request.experiment().equals("broken")) {
                throw new ProblemException(new Problem(ReasonCode.CONFIG_INVALID, "broken", "it is broken", ""));
            }
            var info = new RunInfo(
                    "run-" + started.incrementAndGet(),
                    request.experiment(),
                    RunState.RUNNING,
                    Stage.TRAIN,
                    "",
                    Path.of("."));
            return new RunHandle() {
                @Override
                public RunInfo info() {
                    return info;
                }

                @Override
                public RunInfo await() {
                    return info;
                }

                @Override
                public void interrupt(String reason) {
                    interrupted.put(info.id(), reason);
                    listener.ended(info);
                }
            };
        }

        @Override
        public RunHandle resume(String runId, RunListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RunInfo> list() {
            return List.of();
        }

        @Override
        public RunInfo find(String runId) {
            throw new UnsupportedOperationException();
        }
    }
}
