/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Bundles that are not at work; fragments have no state of their own beyond resolved. */
final class BundleFacts {
    private BundleFacts() {}

    static List<String> notActive(BundleContext framework) {
        return framework == null
                ? List.of()
                : Arrays.stream(framework.getBundles())
                        .filter(b -> b.getState() != Bundle.ACTIVE && b.getState() != Bundle.STARTING)
                        .filter(b -> b.getState() == Bundle.INSTALLED
                                || b.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
                        .map(Bundle::getSymbolicName)
                        .toList();
    }

    static Problem noDiagnosis() {
        return new Problem(
                ReasonCode.PROVIDER_UNSATISFIED,
                "isotherm.wiring",
                "the diagnosis is not available",
                "see that bundles isotherm.wiring and isotherm.engine are active");
    }
}
