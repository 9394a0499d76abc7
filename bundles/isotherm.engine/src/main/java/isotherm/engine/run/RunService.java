/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.ReportWriter;
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
import isotherm.engine.experiment.ConfiguredExperiments;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.registry.WatchedExtensions;
import isotherm.engine.work.FileTrouble;
import isotherm.engine.work.StopSignal;
import isotherm.engine.work.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Starts runs, each on a thread of its own, and knows those of the runs folder. */
@Component(service = Runs.class)
public final class RunService implements Runs {
    private static final long GRACE_MILLIS = 4000;
    private final WatchedExtensions extensions;
    private final ConfiguredExperiments experiments;
    private final Folders folders;
    private final Provenance provenance;
    private final AtomicReference<ReportWriter> report = new AtomicReference<>();
    private final Map<Path, RunJob> active = new ConcurrentHashMap<>();

    @Activate
    public RunService(
            @Reference WatchedExtensions extensions,
            @Reference ConfiguredExperiments experiments,
            @Reference Folders folders,
            @Reference Provenance provenance) {
        this.extensions = extensions;
        this.experiments = experiments;
        this.folders = folders;
        this.provenance = provenance;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setReport(ReportWriter writer) {
        report.set(writer);
    }

    void unsetReport(ReportWriter writer) {
        report.compareAndSet(writer, null);
    }

    @Override
    public RunHandle start(RunRequest request, RunListener listener) {
        String name = request.experiment();
        Settings settings = experiments.settings(name, request.overrides());
        var stop = new StopSignal();
        var plugins = new RunPlugins(extensions, settings, stop);
        try {
            List<Problem> problems = experiments.preflight(name, request.overrides());
            if (!problems.isEmpty()) {
                throw new ProblemException(problems.get(0));
            }
            Path folder = new RunFolders(folders.runs()).create(name);
            RunLock lock = RunLock.takePatiently(folder).orElseThrow();
            try {
                RunRecord record = RunRecord.create(folder);
                describe(record, name, settings, request.stages());
                return launch(settings, folder, record, lock, plugins, request.stages(), stop, listener);
            } catch (IOException | RuntimeException e) {
                lock.close();
                RunFolders.discard(folder);
                throw e;
            }
        } catch (IOException e) {
            plugins.close();
            throw unwritable(e);
        } catch (RuntimeException e) {
            plugins.close();
            throw e;
        }
    }

    private static void describe(RunRecord record, String experiment, Settings settings, Set<Stage> stages)
            throws IOException {
        record.put("experiment", experiment);
        record.put("description", settings.text(SettingKey.DESCRIPTION));
        record.put("state", RunState.RUNNING.name());
        record.put("stage", Stage.PRETRAIN.name());
        record.put("reason", "");
        record.put("preset", settings.text(SettingKey.PRESET));
        record.set("switches", settings.switches().values());
        record.set("settings", settings.asText());
        record.set("seed", settings.integer(SettingKey.SEED));
        if (settings.switches().reference("seeds")) {
            record.set("training_seed", new SecureRandom().nextInt());
        }
        record.put("started", Instant.now().toString());
        record.put("ended", "");
        record.set("requested", stages);
        record.set(
                "keys",
                Map.of(
                        "classifier", RunKeys.classifier(settings),
                        "decoder", RunKeys.decoder(settings),
                        "training", RunKeys.training(settings)));
        record.set("warnings", List.of());
        record.write();
    }

    @Override
    public RunHandle resume(String runId, RunListener listener) {
        try {
            Path folder = new RunFolders(folders.runs()).find(runId);
            Optional<RunLock> free = RunLock.takePatiently(folder);
            if (free.isEmpty()) {
                String cure = "wait for its end, or stop that process and resume the run then";
                throw refused(folder, "is under way in " + RunLock.holder(folder), cure);
            }
            RunLock lock = free.get();
            RunPlugins plugins = null;
            try {
                RunRecord record = RunRecord.read(folder);
                if (record.info().state() == RunState.COMPLETED && record.reported()) {
                    throw refused(folder, "is complete", "start the experiment anew, or evaluate it");
                }
                Settings settings = Settings.of(record.settings(), Map.of());
                Set<Stage> stages = record.requested();
                TemporaryFiles.sweep(folder, Duration.ZERO);
                var stop = new StopSignal();
                plugins = new RunPlugins(extensions, settings, stop);
                return launch(settings, folder, record, lock, plugins, stages, stop, listener);
            } catch (IOException | RuntimeException e) {
                if (plugins != null) {
                    plugins.close();
                }
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private RunHandle launch(
            Settings settings,
            Path folder,
            RunRecord record,
            RunLock lock,
            RunPlugins plugins,
            Set<Stage> stages,
            StopSignal stop,
            RunListener listener)
            throws IOException {
        record.put("state", RunState.RUNNING.name());
        record.put("reason", "");
        record.put("ended", "");
        record.write();
        var job = new RunJob(
                settings,
                folders,
                new RunFiles(folder),
                record,
                lock,
                plugins,
                provenance,
                () -> Optional.ofNullable(report.get()),
                stages,
                stop,
                listener);
        active.put(folder, job);
        var thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } finally {
                        active.remove(folder, job);
                    }
                },
                "isotherm-run-" + folder.getFileName());
        thread.setDaemon(true);
        thread.start();
        return job;
    }

    @Override
    public List<RunInfo> list() {
        try {
            var infos = new ArrayList<RunInfo>();
            for (Path folder : new RunFolders(folders.runs()).all()) {
                infos.add(info(folder));
            }
            new RunFolders(folders.runs()).damaged().forEach(folder -> infos.add(RunFolders.unreadable(folder)));
            return infos;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public RunInfo find(String runId) {
        try {
            return info(new RunFolders(folders.runs()).find(runId));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private RunInfo info(Path folder) throws IOException {
        RunJob job = active.get(folder);
        // an ended run is what its folder says, though its thread may not have left yet
        return job != null && !job.ended() ? job.info() : RunFolders.info(folder);
    }

    /** Ends the runs under way, each with a checkpoint. */
    @Deactivate
    void deactivate() throws InterruptedException {
        active.values().forEach(job -> job.interrupt("the program is stopping"));
        long until = System.currentTimeMillis() + GRACE_MILLIS;
        while (active.values().stream().anyMatch(job -> !job.ended()) && System.currentTimeMillis() < until) {
            Thread.sleep(20);
        }
    }

    private static ProblemException refused(Path folder, String what, String cure) {
        String id = folder.getFileName().toString();
        return new ProblemException(ReasonCode.INPUT_INVALID, id, "run " + id + " " + what, cure);
    }

    private ProblemException unwritable(IOException e) {
        return new ProblemException(
                ReasonCode.RESOURCE_EXHAUSTED,
                folders.runs().toString(),
                "cannot read or write the runs folder " + folders.runs() + " (" + FileTrouble.of(e) + ")",
                "check permissions and free disk space, or name another folder with --runs");
    }
}
