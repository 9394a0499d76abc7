/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemDTO;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** The framework that the tests run in. */
final class InFramework {
    private InFramework() {}

    static BundleContext context() {
        return FrameworkUtil.getBundle(InFramework.class).getBundleContext();
    }

    /** A service, taken anew each time since its bundle may have come back since; given back with this bundle. */
    static <S> S service(Class<S> contract) {
        Await.until(
                () -> context().getServiceReference(contract) != null,
                () -> "there is no " + contract.getName()
                        + (contract == Diagnosis.class
                                ? ""
                                : told(service(Diagnosis.class).system())));
        var reference = context().getServiceReference(contract);
        S service = reference == null ? null : context().getService(reference);
        if (service == null) {
            throw new AssertionError(contract.getName() + " went away");
        }
        return service;
    }

    /** Problems as a failed test says them: a line for each, with all that is known. */
    static String told(Collection<Problem> problems) {
        List<ProblemDTO> all = problems.stream().map(Problem::dto).toList();
        return all.stream().map(problem -> "\n  " + problem).collect(Collectors.joining());
    }
}
