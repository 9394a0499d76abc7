/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;

/** What the diagnosis finds wrong, for a failure to say it as well. */
final class Told {
    private Told() {}

    /** A line for each problem; empty where there is no diagnosis in the framework, or nothing that it knows. */
    static String system(BundleContext context) {
        var reference = context.getServiceReference(Diagnosis.class);
        Diagnosis diagnosis = reference == null ? null : context.getService(reference);
        return diagnosis == null
                ? ""
                : diagnosis.system().stream()
                        .map(Problem::dto)
                        .map(problem -> "\n  " + problem)
                        .collect(Collectors.joining());
    }
}
