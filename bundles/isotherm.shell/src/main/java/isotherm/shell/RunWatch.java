/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Follows a run to its end, sees to it that Ctrl-C ends it cleanly, and tells what came of it. */
final class RunWatch {
    private static final long GRACE_SECONDS = 30;
    private final Session session;
    private final boolean quiet;

    RunWatch(Session session, boolean quiet) {
        this.session = session;
        this.quiet = quiet;
    }

    int follow(Function<RunListener, RunHandle> start) throws InterruptedException {
        return follow(start, this::tell);
    }

    /** @param telling what is to be said of the run's end before the program may go down */
    <T> T follow(Function<RunListener, RunHandle> start, Function<RunInfo, T> telling) throws InterruptedException {
        // with --json the standard output belongs to the result alone
        ProgressPrinter printer = new ProgressPrinter(
                session.json() ? session.err : session.out, session.terminal && !session.json(), System::nanoTime);
        RunHandle handle = start.apply(quiet ? new RunListener() {} : printer);
        CountDownLatch told = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(handle, told), "isotherm-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            RunInfo end = await(handle);
            printer.finish();
            return telling.apply(end);
        } finally {
            told.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the program is going down, and the hook has done its work
            }
        }
    }

    private static RunInfo await(RunHandle handle) throws InterruptedException {
        try {
            return handle.await();
        } catch (InterruptedException e) {
            handle.interrupt("stopped by the user");
            return handle.await();
        }
    }

    /** Runs while the program goes down: holds it until the run has its checkpoint and the user was told. */
    private static void stop(RunHandle handle, CountDownLatch told) {
        handle.interrupt("stopped by the user");
        try {
            told.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run's results, or why there are none; the exit status. */
    int tell(RunInfo run) {
        Path report = run.folder() == null ? null : run.folder().resolve("report.html");
        boolean reported = report != null && Files.exists(report);
        boolean completed = run.state() == RunState.COMPLETED;
        if (session.json()) {
            var view = Views.of(run);
            view.put("report", reported ? report.toString() : null);
            view.put("metrics", Results.read(run.folder()).orElse(null));
            session.printJson(view);
        } else if (completed) {
            Results.read(run.folder())
                    .ifPresent(metrics -> Results.table(metrics).print(session.out));
            session.out.println("run:    " + run.folder());
            if (reported) {
                session.out.println("report: " + report);
            }
        }
        if (!completed) {
            // a reason may bring its own cure, and going on is not always one
            String cure = run.reason().contains(" – ") ? "" : " – go on with 'isotherm resume " + run.id() + "'";
            session.err.println("isotherm: run " + run.id() + " "
                    + (run.state() == RunState.FAILED ? "failed" : "was interrupted")
                    + (run.reason().isEmpty() ? "" : ": " + run.reason()) + cure);
        }
        return completed ? Program.OK : Program.FAILED;
    }
}
