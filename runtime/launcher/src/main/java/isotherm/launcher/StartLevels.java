/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.util.List;

/**
 * The order in which bundles start: a log first, then configuration, then what runs components, then ours, and last what
 * users dropped into the load folder, together with the bundle that looks for it.
 */
final class StartLevels {
    static final int LOGGING = 1;
    static final int CONFIGURATION = 2;
    static final int PLATFORM = 3;
    static final int ISOTHERM = 5;
    static final int LOADED = 6;
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
        if (symbolicName.equals("org.apache.felix.fileinstall")) {
            return LOADED;
        }
        return CONFIGURATION_BUNDLES.contains(symbolicName) ? CONFIGURATION : PLATFORM;
    }
}
