/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import isotherm.api.run.Experiments;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunRequest;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** An experiment that is there for a test. Safe for use by several threads. */
public final class ExperimentUnderTest {
    /** What an experiment has where a test sets nothing else: drawn shapes, a small network, a few epochs. */
    public static final List<String> SMALL = List.of(
            "id=shapes?count=100",
            "ood.train=shapes:aux?count=40",
            "ood.test=texture=shapes:ood-texture?count=40",
            "backbone=cifarresnet",
            "backbone.options=depth=8",
            "decoder.options=fc=16;filters=64,32,16,8",
            "pretrain.epochs=3",
            "pretrain.batch.size=20",
            "epochs=4",
            "batch.size=20",
            "gallery.count=2");

    private static final AtomicInteger COUNT = new AtomicInteger();
    private final String name;
    private final Queue<RunUnderTest> started = new ConcurrentLinkedQueue<>();

    ExperimentUnderTest(String name) {
        this.name = name.isEmpty() ? "test-" + COUNT.incrementAndGet() : name;
    }

    public String name() {
        return name;
    }

    /**
     * Replaces the experiment's configuration, and waits until the new one is seen.
     *
     * @param settings {@code key=value}, more than those of {@link #SMALL} or instead of them; an empty value takes one away
     */
    public void configure(String... settings) {
        unconfigure();
        Map<String, String> all = pairs(SMALL);
        all.putAll(pairs(List.of(settings)));
        all.values().removeIf(String::isEmpty);
        try {
            configuration().update(new Hashtable<>(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(() -> experiments().names().contains(name), "experiment '" + name + "' was not configured");
    }

    /** What the diagnosis finds: empty where it is ready to run. */
    public List<Problem> why(String... overrides) {
        return InFramework.service(Diagnosis.class).why(name, pairs(List.of(overrides)));
    }

    /** Runs it from pre-training to the report, waits for the end, and fails unless the run completes. */
    public RunInfo run(String... overrides) {
        RunInfo end = start(overrides).awaitEnd();
        RunAssertions.assertCompleted(end);
        return end;
    }

    /** Starts a whole run. */
    public RunUnderTest start(String... overrides) {
        return start(EnumSet.allOf(Stage.class), null, overrides);
    }

    /** Starts a whole run that stops in the midst of a stage until it is {@linkplain RunUnderTest#release() released}. */
    public RunUnderTest startHeldIn(Stage stage, String... overrides) {
        return start(EnumSet.allOf(Stage.class), stage, overrides);
    }

    /**
     * Starts a run.
     *
     * @param hold the stage in the midst of which it stops until it is released; null for none
     */
    public RunUnderTest start(Set<Stage> stages, Stage hold, String... overrides) {
        var run = new RunUnderTest(hold);
        run.of(runs().start(new RunRequest(name, pairs(List.of(overrides)), stages), run.listener()));
        started.add(run);
        return run;
    }

    /** Goes on with a run that was interrupted. */
    public RunUnderTest resume(RunInfo interrupted) {
        var run = new RunUnderTest(null);
        run.of(runs().resume(interrupted.id(), run.listener()));
        started.add(run);
        return run;
    }

    void remove() {
        try {
            started.forEach(RunUnderTest::stop);
        } finally {
            started.clear();
            unconfigure();
        }
    }

    private void unconfigure() {
        try {
            configuration().delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // or the next one of this name would be taken for it
        Await.until(() -> !experiments().names().contains(name), "experiment '" + name + "' was not removed");
    }

    private Configuration configuration() throws IOException {
        return InFramework.service(ConfigurationAdmin.class).getFactoryConfiguration("isotherm.experiment", name, "?");
    }

    private static Experiments experiments() {
        return InFramework.service(Experiments.class);
    }

    private static Runs runs() {
        return InFramework.service(Runs.class);
    }

    static Map<String, String> pairs(List<String> settings) {
        var pairs = new LinkedHashMap<String, String>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + setting + "' is no key=value");
            }
            pairs.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return pairs;
    }

    @Override
    public String toString() {
        return "experiment '" + name + "'";
    }
}
