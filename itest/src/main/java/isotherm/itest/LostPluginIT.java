/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Experiments;
import isotherm.api.run.Progress;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunRequest;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.dictionary.Dictionaries;

/** A bundle that a run uses is stopped under it. */
class LostPluginIT {
    private static final String EXPERIMENT = "lost";
    private static final String BUNDLE = "isotherm.backbone.cifarresnet";
    private static final long LIMIT_SECONDS = 60;

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Runs runs;

    @InjectService(timeout = 5000)
    Experiments experiments;

    @InjectService(timeout = 5000)
    Extensions extensions;

    @InjectService(timeout = 5000)
    ConfigurationAdmin configurations;

    private Configuration configuration;

    @BeforeEach
    void configure() throws IOException, InterruptedException {
        configuration = configurations.getFactoryConfiguration("isotherm.experiment", EXPERIMENT, "?");
        configuration.update(Dictionaries.asDictionary(Map.of(
                "id",
                "shapes?count=100",
                "ood.train",
                new String[] {"shapes:aux?count=40"},
                "ood.test",
                new String[] {"texture=shapes:ood-texture?count=40"},
                "backbone",
                "cifarresnet",
                "backbone.options",
                new String[] {"depth=8"},
                "decoder.options",
                new String[] {"fc=16", "filters=64,32,16,8"},
                "pretrain.epochs",
                3,
                "pretrain.batch.size",
                20,
                "epochs",
                4,
                "batch.size",
                20)));
        Eventually.holds(() -> experiments.names().contains(EXPERIMENT), "the experiment was configured");
    }

    @AfterEach
    void restore() throws IOException, BundleException, InterruptedException {
        comeBack();
        configuration.delete();
    }

    @ParameterizedTest
    @EnumSource(names = {"PRETRAIN", "FEATURES", "TRAIN", "EVALUATE"})
    void theRunEndsAtTheNextBatchSaysWhyAndResumes(Stage stage) throws Exception {
        RunInfo whole = runs.start(request(), new RunListener() {}).await();
        assertEquals(RunState.COMPLETED, whole.state(), whole.reason());
        clearFeatures(whole);

        var arrived = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var batchesAfter = new AtomicInteger();
        RunHandle handle = runs.start(request(), new RunListener() {
            @Override
            public void progress(RunInfo run, Progress progress) {
                batchesAfter.addAndGet(stopped.getCount() == 0 ? 1 : 0);
                boolean inside = progress.done() > 0 && progress.done() * 3 >= progress.total();
                if (progress.stage() == stage && inside && arrived.getCount() > 0) {
                    arrived.countDown();
                    waitFor(stopped);
                }
            }
        });
        waitFor(arrived);
        bundle().stop();
        stopped.countDown();
        RunInfo torn = handle.await();
        assertTrue(batchesAfter.get() <= 1, "it went on for " + batchesAfter + " batches");
        assertEquals(RunState.INTERRUPTED, torn.state());
        assertEquals(stage, torn.stage());
        assertEquals("backbone 'cifarresnet' of bundle " + BUNDLE + " went away", torn.reason());
        assertEquals(torn, runs.find(torn.id()));

        var e = assertThrows(ProblemException.class, () -> runs.resume(torn.id(), new RunListener() {}));
        assertEquals(ReasonCode.NO_SUCH_NAME, e.problem().code());
        assertEquals(torn, runs.find(torn.id()), "a resume that cannot be leaves the run as it was");

        comeBack();
        RunInfo end = runs.resume(torn.id(), new RunListener() {}).await();
        assertEquals(RunState.COMPLETED, end.state(), end.reason());
        assertEquals(losses(whole), losses(end));
        assertEquals(metrics(whole), metrics(end));
    }

    @Test
    void aBundleThatComesOrThatNoRunUsesDisturbsNone() throws Exception {
        var started = new CountDownLatch(1);
        RunHandle handle = runs.start(request(), new RunListener() {
            @Override
            public void progress(RunInfo run, Progress progress) {
                started.countDown();
            }
        });
        waitFor(started);
        Bundle other = bundle("isotherm.backbone.wideresnet");
        other.stop();
        other.start();
        RunInfo end = handle.await();
        assertEquals(RunState.COMPLETED, end.state(), end.reason());
    }

    private static RunRequest request() {
        return new RunRequest(EXPERIMENT, Map.of(), EnumSet.allOf(Stage.class));
    }

    /** So that the features are computed again, which is when their stage can be disturbed. */
    private static void clearFeatures(RunInfo run) throws IOException {
        try (var cached = Files.walk(run.folder().resolveSibling(".cache"))) {
            for (var file : cached.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    private static List<String> losses(RunInfo run) throws IOException {
        return Files.readAllLines(run.folder().resolve("train.csv")).stream()
                .map(line -> line.split(",")[1])
                .toList();
    }

    private static String metrics(RunInfo run) throws IOException {
        return Files.readString(run.folder().resolve("metrics.json")).replace(run.id(), "");
    }

    private void comeBack() throws BundleException, InterruptedException {
        bundle().start();
        Eventually.holds(
                () -> extensions.list(ExtensionPoint.BACKBONE).stream()
                        .anyMatch(backbone -> backbone.name().equals("cifarresnet")),
                "the backbone is back");
    }

    private Bundle bundle() {
        return bundle(BUNDLE);
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS), "waited in vain");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
