/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** A bundle of a mutant's own: the classes of this package, and a manifest that names the mutant. */
final class MutantBundle {
    private static final String PACKAGE = "isotherm/itest/mutant";

    private MutantBundle() {}

    static Bundle install(BundleContext context, Mutant<?> mutant, String activator)
            throws BundleException, IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        String point = mutant.point().namespace();
        String name = mutant.headers().getOrDefault(MutantActivator.NAME_HEADER, Mutant.NAME);
        Map.of(
                        "Bundle-ManifestVersion",
                        "2",
                        "Bundle-SymbolicName",
                        "mutant",
                        "Bundle-Activator",
                        activator,
                        "DynamicImport-Package",
                        "*",
                        "Provide-Capability",
                        point + ";" + point + "=\"" + name + "\"",
                        MutantActivator.HEADER,
                        mutant.id(),
                        MutantActivator.SOUND_HEADER,
                        Mutants.SOUND.get(mutant.point()),
                        MutantActivator.NAME_HEADER,
                        name)
                .forEach(headers::putValue);
        mutant.headers().forEach(headers::putValue);
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest)) {
            for (URL file : Collections.list(context.getBundle().findEntries(PACKAGE, "*Mutant*.class", false))) {
                jar.putNextEntry(new ZipEntry(file.getPath().substring(1)));
                try (var in = file.openStream()) {
                    in.transferTo(jar);
                }
            }
        }
        return context.installBundle("mutant", new ByteArrayInputStream(bytes.toByteArray()));
    }
}
