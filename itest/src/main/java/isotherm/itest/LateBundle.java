/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Faulty plug-in bundles, made on the spot. */
final class LateBundle {
    private LateBundle() {}

    /** Promises a plug-in and imports a package that nobody exports. */
    static Bundle unresolvable(BundleContext context, String symbolicName, String point, String name)
            throws BundleException {
        return context.installBundle(symbolicName, unresolvable(symbolicName, point, name));
    }

    /** The jar of such a bundle. */
    static InputStream unresolvable(String symbolicName, String point, String name) {
        Manifest manifest = manifest(symbolicName, point, name);
        manifest.getMainAttributes().putValue("Import-Package", "nowhere.at.all");
        return jar(manifest, Map.of());
    }

    /** Promises a plug-in whose component waits for a service that nobody registers. */
    static Bundle waiting(BundleContext context, String symbolicName, String point, String name)
            throws BundleException {
        return component(
                context,
                symbolicName,
                point,
                name,
                "",
                "<reference name='other' interface='java.lang.Comparable'/><implementation class='java.lang.Object'/>");
    }

    /** Promises a plug-in whose component wants a configuration that is not there. */
    static Bundle unconfigured(BundleContext context, String symbolicName, String point, String name)
            throws BundleException {
        return component(
                context,
                symbolicName,
                point,
                name,
                "configuration-policy='require' configuration-pid='" + symbolicName + ".pid'",
                "<implementation class='java.lang.Object'/>");
    }

    /** Promises a plug-in whose component has another class. */
    static Bundle failing(BundleContext context, String symbolicName, String point, String name, String implementation)
            throws BundleException {
        return component(context, symbolicName, point, name, "", "<implementation class='" + implementation + "'/>");
    }

    private static Bundle component(
            BundleContext context, String symbolicName, String point, String name, String attributes, String elements)
            throws BundleException {
        Manifest manifest = manifest(symbolicName, point, name);
        manifest.getMainAttributes().putValue("Service-Component", "OSGI-INF/component.xml");
        manifest.getMainAttributes()
                .putValue(
                        "Require-Capability",
                        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0)(!(version>=2.0.0)))\"");
        String component =
                """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s" %4$s>
                  <property name="isotherm.%2$s.name" value="%3$s"/>
                  <service><provide interface="isotherm.api.%2$s.Backbone"/></service>
                  %5$s
                </scr:component>
                """
                        .formatted(symbolicName, point, name, attributes, elements);
        Bundle bundle = context.installBundle(symbolicName, jar(manifest, Map.of("OSGI-INF/component.xml", component)));
        bundle.start();
        return bundle;
    }

    private static Manifest manifest(String symbolicName, String point, String name) {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", symbolicName);
        headers.putValue("Provide-Capability", "isotherm.%1$s;isotherm.%1$s=%2$s".formatted(point, name));
        return manifest;
    }

    private static ByteArrayInputStream jar(Manifest manifest, Map<String, String> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (var entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
