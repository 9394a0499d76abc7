/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import isotherm.api.wiring.ExtensionPoint;
import isotherm.itest.InnerTests;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Runs contract tests once more, inside the test that looks at their outcome.
 *
 * @param classes which
 */
record ContractRun(BundleContext context, ExtensionPoint point, List<Class<?>> classes) {
    private static final String SETTINGS = "isotherm.tck.";

    /** All that the bundle of contract tests has the framework's tester run. */
    static List<Class<?>> classes(BundleContext context) {
        Bundle contracts = Arrays.stream(context.getBundles())
                .filter(bundle -> "isotherm.tck".equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(contracts.getHeaders("").get("Test-Cases").split(","))
                .<Class<?>>map(name -> {
                    try {
                        return contracts.loadClass(name.strip());
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    /** The tests that failed for the services of a filter, as {@code MetricContract.anEmptySideIsRefused}. */
    Set<String> failures(String filter) {
        var failed = new TreeSet<String>();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
                .configurationParameter(SETTINGS + "filter", filter)
                .configurationParameter(setting("image.size"), "8")
                .configurationParameter(setting("limit.seconds"), "1")
                .configurationParameter(setting("options"), point == ExtensionPoint.BACKBONE ? "depth=8" : "")
                .configurationParameter(setting("location"), ":pasted?count=12");
        String golden = context.getProperty(SETTINGS + point.key() + "." + Mutants.SOUND.get(point) + ".golden");
        if (golden != null) {
            request.configurationParameter(setting("golden"), golden);
        }
        InnerTests.run(request.build(), new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    failed.add(name(test));
                }
            }
        });
        return failed;
    }

    private String setting(String key) {
        return SETTINGS + point.key() + "." + Mutant.NAME + "." + key;
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(method -> method.getClassName().replaceAll(".*\\.", "") + "." + method.getMethodName())
                .orElse(test.getDisplayName());
    }
}
