/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.ReportWriter;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.wiring.NativesTrouble;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.data.RunData;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.FileTrouble;
import isotherm.engine.work.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** One run, from its lock to its last line. Works on a thread of its own. */
final class RunJob implements Runnable, RunHandle {
    private final Settings settings;
    private final Folders folders;
    private final RunFiles files;
    private final RunRecord record;
    private final RunLock lock;
    private final RunPlugins plugins;
    private final Provenance provenance;
    private final Supplier<Optional<ReportWriter>> report;
    private final Set<Stage> requested;
    private final StopSignal stop;
    private final RunWork work;
    private final CountDownLatch end = new CountDownLatch(1);

    RunJob(
            Settings settings,
            Folders folders,
            RunFiles files,
            RunRecord record,
            RunLock lock,
            RunPlugins plugins,
            Provenance provenance,
            Supplier<Optional<ReportWriter>> report,
            Set<Stage> requested,
            StopSignal stop,
            RunListener listener) {
        this.settings = settings;
        this.folders = folders;
        this.files = files;
        this.record = record;
        this.lock = lock;
        this.plugins = plugins;
        this.provenance = provenance;
        this.report = report;
        this.requested = requested;
        this.stop = stop;
        this.work = new RunWork(record, listener, stop);
    }

    @Override
    public void run() {
        try {
            stages();
            complete();
            EvaluateStage.forget(files);
        } catch (Throwable e) {
            // whatever a computation throws when a plug-in is taken from under it, the reason is that it went away
            if (stop.reason().isPresent()) {
                work.state(RunState.INTERRUPTED, stop.reason().get());
            } else {
                work.state(RunState.FAILED, reason(e));
            }
        } finally {
            finish();
        }
    }

    private void stages() throws IOException {
        if (!record.sealed()) {
            work.warn("this run was begun before files were sealed: damage to those it has already cannot be told, "
                    + "but by their hashes in its record");
        }
        new Sessions(record).begin(plugins.makers.all(), work);
        provenance.describe(record);
        RunThreads.set(settings, record, work);
        record.write();
        try (plugins;
                var data = new RunData(settings, plugins.datasets, folders.dataFolder(), stop, work);
                var run = new RunContext(settings, folders, files, record, work, plugins, data, requested)) {
            record.set("classes", data.classes());
            DataCheck.unchanged(run);
            new EarlierRuns(new RunFolders(folders.runs())).reuse(run);
            Classifier classifier = new ClassifierStage(run).classifier();
            try {
                boolean evaluation = requested.contains(Stage.EVALUATE) || requested.contains(Stage.REPORT);
                if (evaluation || requested.contains(Stage.TRAIN)) {
                    NamedDecoder.take(run, classifier);
                }
                boolean training = (evaluation || requested.contains(Stage.TRAIN))
                        && !new DecoderFile(files.decoder()).isOf(classifier);
                DataCheck.classifier(run, classifier);
                if (!training) {
                    DataCheck.decoder(run);
                }
                var features = new FeatureStage(run).features(classifier, training, evaluation);
                if (training) {
                    new DecoderStage(run).train(classifier, features);
                    DataCheck.newDecoder(run);
                }
                Files.deleteIfExists(files.checkpoint("decoder"));
                if (evaluation) {
                    new EvaluateStage(run).evaluate(classifier, features);
                }
            } finally {
                Arrays32.close(classifier.weights());
            }
        }
    }

    /**
     * The report shows the run's end, so the record tells it first; it is believed only once the report is there. A run of
     * single stages has one as well, for the curves of its trainings.
     */
    private void complete() throws IOException {
        boolean asked = requested.contains(Stage.REPORT);
        if (asked) {
            work.enter(Stage.REPORT);
        } else {
            work.leave();
        }
        Optional<ReportWriter> writer = report.get();
        if (writer.isEmpty()) {
            if (asked) {
                work.warn("no report was written: there is no report writer");
            }
            work.state(RunState.COMPLETED, "");
            return;
        }
        record.put("report", files.report().getFileName().toString());
        work.state(RunState.COMPLETED, "");
        record.write();
        writer.get().write(files.folder());
    }

    private String reason(Throwable e) {
        if (e instanceof ProblemException problem) {
            // what the machine lacked can be there the next time
            boolean passes = problem.problem().code() == ReasonCode.RESOURCE_EXHAUSTED;
            return problem.getMessage() + (passes ? ", then " + goOn() : "");
        }
        if (e instanceof OutOfMemoryError) {
            return "out of memory – give more in ISOTHERM_JAVA_OPTS, such as -Xmx4g, then " + goOn();
        }
        Optional<Problem> natives = NativesTrouble.behind(e);
        if (natives.isPresent()) {
            return natives.get().line() + ", then " + goOn();
        }
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        if (cause instanceof IOException io) {
            return "a file could not be read or written: " + FileTrouble.of(io);
        }
        return ("internal error: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()))
                        .replaceAll("\\s+", " ")
                + trace(e);
    }

    private String goOn() {
        return "go on with 'isotherm resume " + record.text("id") + "'";
    }

    /** Keeps an error's trace for whoever mends the program, and says where. */
    private String trace(Throwable e) {
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        try {
            AtomicFile.write(files.folder().resolve("error.txt"), trace.toString());
            return " (see error.txt in the run's folder)";
        } catch (IOException | ProblemException unwritable) {
            return "";
        }
    }

    private void finish() {
        try (lock) {
            work.leave();
            record.write();
        } catch (IOException e) {
            // the record keeps saying RUNNING, which an unlocked run is taken not to be
            work.message("the run's record could not be written: " + FileTrouble.of(e));
        } catch (ProblemException e) {
            work.message("the run's record could not be written: " + e.problem().cause());
        } finally {
            plugins.close();
            try {
                work.ended();
            } finally {
                end.countDown();
            }
        }
    }

    @Override
    public RunInfo info() {
        return work.info();
    }

    boolean ended() {
        return end.getCount() == 0;
    }

    @Override
    public RunInfo await() throws InterruptedException {
        end.await();
        return work.info();
    }

    @Override
    public void interrupt(String reason) {
        stop.stop(reason);
    }
}
