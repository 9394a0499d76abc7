/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.BundleContext;

/** A shipped plug-in under another name, or in another version. */
final class CopiedBundle {
    private CopiedBundle() {}

    static byte[] of(BundleContext context, String original, String symbolicName, String version) throws IOException {
        String location = Arrays.stream(context.getBundles())
                .filter(bundle -> original.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow()
                .getLocation();
        var bytes = new ByteArrayOutputStream();
        try (InputStream file = URI.create(location.replaceFirst("^reference:", ""))
                        .toURL()
                        .openStream();
                var in = new JarInputStream(file)) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (var out = new JarOutputStream(bytes, manifest)) {
                for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return bytes.toByteArray();
    }
}
