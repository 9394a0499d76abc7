/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people drop into the folder that is none of what it should be. */
class LoadedFilesTest {
    private static final int JAVA = 17;

    @TempDir
    private Path folder;

    @Test
    void aBundleIsTaken() throws Exception {
        assertEquals(Optional.empty(), LoadedJar.refusal(write("a.jar", jar("x", 61)), JAVA));
    }

    @Test
    void whatIsNoJarIsToldWhereverItIsTorn() throws Exception {
        byte[] sound = jar("x", 61);
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            int length = random.nextInt(sound.length);
            assertRefused("is no jar, or a damaged one", write("torn.jar", Arrays.copyOf(sound, length)));
        }
        byte[] garbage = new byte[5000];
        random.nextBytes(garbage);
        assertRefused("is no jar, or a damaged one", write("garbage.jar", garbage));
        assertRefused("is a folder, and no jar", Files.createDirectory(folder.resolve("folder.jar")));
    }

    @Test
    void aJarThatIsNoBundleAndOneForANewerJavaAreTold() throws Exception {
        assertRefused("its manifest has no Bundle-SymbolicName", write("plain.jar", jar(null, 61)));
        assertRefused("is made for Java 21, and this is Java 17", write("new.jar", jar("x", 65)));
    }

    @Test
    void aTextThatIsNoConfigurationIsTold() throws Exception {
        assertEquals(Optional.empty(), LoadedConfig.refusal(write("a.config", text("x=\"grün\"\n"))));
        assertConfig("is empty", new byte[0]);
        assertConfig("is empty", text(" \n\t\n"));
        assertConfig("is no text of UTF-8", "x=\"grün\"".getBytes(StandardCharsets.ISO_8859_1));
        assertConfig("is longer than 1 MB", new byte[(1 << 20) + 1]);
        assertTrue(LoadedConfig.refusal(Files.createDirectory(folder.resolve("b.config")))
                .orElseThrow()
                .startsWith("is a folder"));
        assertTrue(LoadedConfig.refusal(Files.createSymbolicLink(folder.resolve("c.config"), Path.of("nowhere")))
                .orElseThrow()
                .startsWith("cannot be read"));
    }

    private void assertConfig(String why, byte[] content) throws IOException {
        String refusal = LoadedConfig.refusal(write("x.config", content)).orElseThrow();
        assertTrue(refusal.startsWith(why) && refusal.contains(" – "), refusal);
    }

    private static void assertRefused(String why, Path file) {
        String refusal = LoadedJar.refusal(file, JAVA).orElseThrow();
        assertTrue(refusal.contains(why) && refusal.contains(" – "), refusal);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] jar(String symbolicName, int classVersion) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (symbolicName != null) {
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new JarOutputStream(bytes, manifest)) {
            out.putNextEntry(new ZipEntry("x/X.class"));
            out.write(new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) classVersion, 0, 0
            });
            out.closeEntry();
        }
        return bytes.toByteArray();
    }
}
