/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemDTO;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.test.common.service.ServiceConfiguration;

/** The framework that the tests run in. */
final class InFramework {
    private static final long LIMIT_MILLIS = 300_000;
    private static final Map<Class<?>, ServiceConfiguration<?>> SERVICES = new ConcurrentHashMap<>();

    private InFramework() {}

    static BundleContext context() {
        return FrameworkUtil.getBundle(InFramework.class).getBundleContext();
    }

    /** A service that is there now, or comes within a minute: its bundle may have gone and come back. */
    @SuppressWarnings("unchecked")
    static <S> S service(Class<S> contract) {
        // found once and then followed; what nobody holds would be made anew each time
        var followed = (ServiceConfiguration<S>) SERVICES.computeIfAbsent(
                contract, type -> new ServiceConfiguration<>(type, "", new String[0], 0, 0).init(context()));
        try {
            S service = followed.waitForService(LIMIT_MILLIS);
            if (service != null) {
                return service;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        throw new AssertionError("there is no " + contract.getName()
                + (contract == Diagnosis.class
                        ? ""
                        : told(service(Diagnosis.class).system())));
    }

    /** Problems as a failed test says them: a line for each, with all that is known. */
    static String told(Collection<Problem> problems) {
        List<ProblemDTO> all = problems.stream().map(Problem::dto).toList();
        return all.stream().map(problem -> "\n  " + problem).collect(Collectors.joining());
    }
}
