/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static isotherm.testing.WiringAssertions.assertReady;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Experiments;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.testing.ExperimentUnderTest;
import isotherm.testing.InjectExperiment;
import isotherm.testing.Plugins;
import isotherm.testing.WithPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** The test support, tested: what it brings, takes away again, and says where a test fails. */
class TestSupportIT {
    private static final String COPY = "org.example.copied";
    private static final Set<String> NAMES = new TreeSet<>();

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Experiments experiments;

    @InjectService(timeout = 5000)
    Runs runs;

    private List<String> before;

    @BeforeEach
    void plugins(@TempDir Path folder) throws IOException {
        Files.write(
                folder.resolve("copied.jar"), CopiedBundle.of(context, "isotherm.backbone.cifarresnet", COPY, "1.0.0"));
        Files.copy(
                LateBundle.unresolvable("late.unresolved", "backbone", "unresolvednet"),
                folder.resolve("unresolvable.jar"));
        // the framework's properties are the system's where it has none of its own
        System.setProperty(WithPlugin.FOLDER, folder.toString());
        before = there();
    }

    @AfterEach
    void nothingIsLeft() {
        System.clearProperty(WithPlugin.FOLDER);
        assertEquals(before, there());
        assertTrue(runs.list().stream().noneMatch(run -> run.state() == RunState.RUNNING));
    }

    @WithPlugin("copied.jar")
    static class Copied {
        @Test
        void itIsThere() {
            assertEquals(Bundle.ACTIVE, Plugins.bundle(COPY).getState());
        }

        @Test
        @WithPlugin("unresolvable.jar")
        void another() {}
    }

    @WithPlugin("absent.jar")
    static class Absent {
        @Test
        void begins() {}
    }

    static class Misspelt {
        @InjectExperiment("backbone=cifaresnet")
        ExperimentUnderTest experiment;

        @Test
        void isReady() {
            assertReady(experiment);
        }
    }

    static class LeftRunning {
        @Test
        void starts(@InjectExperiment("epochs=100000") ExperimentUnderTest experiment) {
            experiment.start();
        }
    }

    static class Shared {
        @InjectExperiment
        static ExperimentUnderTest shared;

        @InjectExperiment
        private ExperimentUnderTest own;

        @RepeatedTest(2)
        void areReady() {
            assertReady(shared);
            assertReady(own);
            NAMES.add(shared.name());
            NAMES.add(own.name());
        }
    }

    @Test
    void anExperimentIsThereForATestOrForAllOfAClass() {
        NAMES.clear();
        assertEquals(List.of("", ""), List.copyOf(outcomes(Shared.class).values()));
        assertEquals(3, NAMES.size(), NAMES::toString);
        assertTrue(experiments.names().stream().noneMatch(NAMES::contains));
    }

    @Test
    void aPluginIsThereForATestAndOneThatDoesNotResolveIsToldWithWhatItLacks() {
        var outcomes = outcomes(Copied.class);
        assertEquals("", outcomes.get("itIsThere()"));
        String failure = outcomes.get("another()");
        assertTrue(failure.startsWith("late.unresolved does not start"), failure);
        assertTrue(failure.contains("\"code\":\"BUNDLE_UNRESOLVED\""), failure);
        assertTrue(failure.contains("\"reference\":\"package nowhere.at.all"), failure);
    }

    @Test
    void aJarThatIsNotThereIsToldWithWhereItWasLookedFor() {
        String failure = outcomes(Absent.class).get("begins()");
        assertTrue(failure.contains("'absent.jar' is no entry of the test's bundle"), failure);
    }

    @Test
    void anExperimentThatIsNotReadyIsToldWithTheCure() {
        String failure = outcomes(Misspelt.class).get("isReady()");
        assertTrue(failure.contains("\"code\":\"NO_SUCH_NAME\""), failure);
        assertTrue(failure.contains("did you mean 'cifarresnet'?"), failure);
    }

    @Test
    void aRunThatATestLeavesIsStopped() {
        var outcomes = outcomes(LeftRunning.class);
        assertEquals(List.of(""), List.copyOf(outcomes.values()));
        assertEquals("its test is over", runs.find("latest").reason(), () -> runs.find("latest")
                .toString());
    }

    /** Bundles and experiments. */
    private List<String> there() {
        List<String> all = new ArrayList<>(experiments.names());
        Arrays.stream(context.getBundles()).map(Bundle::getSymbolicName).forEach(all::add);
        return all;
    }

    /** What each test of a class failed of, by its name; empty where it passed. */
    private static TreeMap<String, String> outcomes(Class<?> tests) {
        var outcomes = new TreeMap<String, String>();
        InnerTests.run(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(tests))
                        .build(),
                new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        if (test.isTest()) {
                            outcomes.put(
                                    test.getDisplayName().replaceAll("\\(.+\\)", "()"),
                                    result.getThrowable()
                                            .map(Throwable::getMessage)
                                            .orElse(""));
                        }
                    }
                });
        return outcomes;
    }
}
