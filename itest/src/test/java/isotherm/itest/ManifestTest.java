/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the bundles' manifests say, as built. */
class ManifestTest {
    private static final Map<String, Attributes> BUNDLES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        for (URL url : Collections.list(ManifestTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = url.openStream()) {
                Attributes headers = new Manifest(in).getMainAttributes();
                String name = headers.getValue("Bundle-SymbolicName");
                if (name != null && name.startsWith("isotherm.")) {
                    BUNDLES.put(name, headers);
                }
            }
        }
    }

    @Test
    void everyFolderOfBundlesIsOne() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("isotherm.root"), "bundles"))) {
            assertEquals(
                    folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                            .map(folder -> folder.getFileName().toString())
                            .sorted()
                            .toList(),
                    BUNDLES.keySet().stream()
                            .filter(name -> !List.of("isotherm.itest", "isotherm.tck", "isotherm.testing")
                                    .contains(name))
                            .toList());
        }
    }

    @Test
    void everyBundleInheritsTheRootInstructions() {
        BUNDLES.forEach((name, headers) -> {
            assertEquals("Isotherm", headers.getValue("Bundle-Vendor"), name);
            assertEquals("1.1.0-SNAPSHOT", headers.getValue("Isotherm-Release"), name);
            assertTrue(headers.getValue("Bundle-License").contains("Apache-2.0"), name);
        });
    }

    @Test
    void theContractsLeakNothingButTheArrayTypeAndTheFrameworksOwn() {
        List<String> foreign = Arrays.stream(
                        BUNDLES.get("isotherm.api").getValue("Import-Package").split(",(?=[a-z])"))
                .map(clause -> clause.replaceAll(";.*", ""))
                .filter(name -> !name.startsWith("java.") && !name.startsWith("isotherm.api."))
                .toList();
        assertEquals(List.of("org.nd4j.linalg.api.ndarray", "org.osgi.dto"), foreign);
    }

    @Test
    void plugInsExportNothing() {
        BUNDLES.forEach((name, headers) -> {
            if (name.matches("isotherm\\.(dataset|backbone|target|decoder|score|metric)\\..*")) {
                assertNull(headers.getValue("Export-Package"), name);
            }
        });
    }
}
