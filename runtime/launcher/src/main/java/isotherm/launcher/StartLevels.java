/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.util.List;

/** The order in which bundles start: a log first, then configuration, then what runs components, then ours. */
final class StartLevels {
    static final int LOGGING = 1;
    static final int CONFIGURATION = 2;
    static final int PLATFORM = 3;
    static final int ISOTHERM = 5;
    private static final List<String> CONFIGURATION_BUNDLES =
            List.of("org.apache.felix.configadmin", "org.osgi.service.cm");

    private StartLevels() {}

    static int of(String symbolicName) {
        if (symbolicName.startsWith("isotherm.")) {
            return ISOTHERM;
        }
        if (symbolicName.startsWith("org.ops4j.pax.logging.")) {
            return LOGGING;
        }
        return CONFIGURATION_BUNDLES.contains(symbolicName) ? CONFIGURATION : PLATFORM;
    }
}
