/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.List;

/** What is wired, and what the diagnosis says of what is not. */
public final class WiringAssertions {
    private WiringAssertions() {}

    /** Nothing keeps the experiment from running. */
    public static void assertReady(ExperimentUnderTest experiment, String... overrides) {
        List<Problem> problems = experiment.why(overrides);
        if (problems.stream().anyMatch(Problem::hinders)) {
            throw new AssertionError(experiment + " is not ready to run" + InFramework.told(problems));
        }
    }

    /** There is one problem with the experiment, of this kind; returns it. */
    public static Problem assertProblem(ReasonCode code, ExperimentUnderTest experiment, String... overrides) {
        List<Problem> problems = experiment.why(overrides);
        if (problems.size() != 1 || problems.get(0).code() != code) {
            throw new AssertionError(experiment + " should have one problem, " + code + ", and has " + problems.size()
                    + InFramework.told(problems));
        }
        return problems.get(0);
    }

    /** A name is provided, by this bundle, and no other is preferred; returns what is registered. */
    public static Extension assertProvided(ExtensionPoint point, String name, String symbolicName) {
        List<Extension> registered = InFramework.service(Extensions.class).list(point);
        return registered.stream()
                .filter(one -> one.name().equals(name) && one.bundle().equals(symbolicName) && !one.shadowed())
                .findFirst()
                .orElseThrow(() -> new AssertionError(point.key() + " '" + name + "' is not provided by " + symbolicName
                        + ", there is " + registered + InFramework.told(problems())));
    }

    /** Nobody provides a name. */
    public static void assertAbsent(ExtensionPoint point, String name) {
        List<Extension> same = InFramework.service(Extensions.class).list(point).stream()
                .filter(one -> one.name().equals(name))
                .toList();
        if (!same.isEmpty()) {
            throw new AssertionError(point.key() + " '" + name + "' is there: " + same);
        }
    }

    /** Bundles, components and backend are at work. */
    public static void assertSystemWell() {
        List<Problem> problems = problems();
        if (!problems.isEmpty()) {
            throw new AssertionError("the program is not well" + InFramework.told(problems));
        }
    }

    private static List<Problem> problems() {
        return InFramework.service(Diagnosis.class).system();
    }
}
