/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ExtensionPoint;
import java.util.List;
import java.util.TreeSet;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;

/** What holds for every plug-in as a bundle. */
class BundleContract {
    /** Otherwise the resolver brings a bundle that lacks the name, or cannot find the one that has it. */
    @EveryRegistered
    void theManifestPromisesWhatIsRegistered(Plugin<?> plugin) {
        var registered = new TreeSet<String>();
        for (var service : plugin.bundle().getRegisteredServices()) {
            Object name = service.getProperty(plugin.point().property());
            if (name != null) {
                registered.add(name.toString());
            }
        }
        assertEquals(registered, Suite.promised(plugin.bundle(), plugin.point()));
    }

    /** But for an engine for encoders: it comes with the library it computes with, which others may use as well. */
    @EveryRegistered
    void itExportsNothing(Plugin<?> plugin) {
        if (plugin.point() == ExtensionPoint.ENCODER) {
            return;
        }
        var exported = plugin
                .bundle()
                .adapt(BundleRevision.class)
                .getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)
                .stream()
                .map(capability -> capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
                .toList();
        assertEquals(List.of(), exported, "exported packages");
    }

    /** In {@code loader:location?option=value}, in lists, and on a command line. */
    @EveryRegistered
    void itsNameCanBeWrittenInAConfiguration(Plugin<?> plugin) {
        assertTrue(plugin.name().matches("[\\p{Alnum}._-]+"), () -> "'" + plugin.name() + "' cannot");
    }
}
