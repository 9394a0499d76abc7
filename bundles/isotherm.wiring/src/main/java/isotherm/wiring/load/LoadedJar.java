/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;

/** What a jar that users dropped is, if it is no bundle that can run here. Reads its manifest and the heads of its classes. */
final class LoadedJar {
    private static final int CLASS_FILE = 0xCAFEBABE;
    /** Java 1.0 is version 45 of the class file's format, which also Java 1.1 had. */
    private static final int BEFORE_JAVA_1 = 44;

    private LoadedJar() {}

    /**
     * Why it is no bundle for this Java, and what to do about it, parted by a dash; empty where it is one.
     *
     * @param java this Java's feature version
     */
    static Optional<String> refusal(Path file, int java) {
        if (Files.isDirectory(file)) {
            return Optional.of("is a folder, and no jar – pack it, or move it elsewhere");
        }
        try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ)) {
            var manifest = jar.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                return Optional.of("is no bundle: its manifest has no Bundle-SymbolicName – build it with bnd, or ask"
                        + " whoever made it for a bundle");
            }
            return newest(jar)
                    .filter(version -> version - BEFORE_JAVA_1 > java)
                    .map(version -> "is made for Java " + (version - BEFORE_JAVA_1) + ", and this is Java " + java
                            + " – start with that Java (JAVA_HOME), or build it for this one");
        } catch (IOException | RuntimeException e) {
            return Optional.of("is no jar, or a damaged one – copy it once more, or remove it");
        }
    }

    /** The newest version of the class file's format among its classes, those for newer Javas apart. */
    private static Optional<Integer> newest(JarFile jar) throws IOException {
        int newest = 0;
        for (var entries = jar.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                try (var in = new DataInputStream(jar.getInputStream(entry))) {
                    if (entry.getSize() >= 8 && in.readInt() == CLASS_FILE) {
                        in.readUnsignedShort();
                        newest = Math.max(newest, in.readUnsignedShort());
                    }
                }
            }
        }
        return newest == 0 ? Optional.empty() : Optional.of(newest);
    }
}
