/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk-through of docs/extension-points.md: a backbone that is no part of the program is built, dropped into the load
 * folder, found by its name and run.
 */
class ExampleBackboneIT {
    private static final Path ROOT = Path.of(System.getProperty("isotherm.root"));

    @TempDir
    private Path folder;

    @Test
    void aBackboneOfOnesOwnIsFoundByItsNameAndRuns() throws Exception {
        Path jar = Files.createDirectory(folder.resolve("load")).resolve("org.example.smallnet-1.0.0.jar");
        ExampleBundle.build(jar, "1.0.0", Map.of());

        var list = Isotherm.run(folder, "list", "backbone");
        assertTrue(list.out().matches("(?s).*backbone +smallnet +org.example.smallnet +1.0.0\n.*"), list::out);

        var run = Isotherm.run(folder, TinyDemo.line("run", "backbone=smallnet", "backbone.options=width=8", "taps=3"));
        assertEquals(0, run.status(), run::err);
        Path made = TinyDemo.onlyRun(folder.resolve("runs"));
        var record = TinyDemo.json(made.resolve("run.json"));
        assertEquals("smallnet", record.at("/classifier/backbone").asText());
        JsonNode bundle = StreamSupport.stream(record.at("/isotherm/bundles").spliterator(), false)
                .filter(one -> "org.example.smallnet".equals(one.path("name").asText()))
                .findFirst()
                .orElseThrow();
        assertEquals(sha256(jar), bundle.path("sha256").asText());
        double auroc = TinyDemo.metrics(made).at("/results/0/auroc").asDouble(-1);
        assertTrue(auroc >= 0 && auroc <= 1, "AUROC " + auroc);
        assertTrue(Files.exists(made.resolve("report.html")));

        var why = Isotherm.run(folder, "why", "demo", "backbone=smallnet", "backbone.options=widht=8");
        assertEquals("CONFIG_INVALID  backbone 'smallnet' has no option 'widht' – did you mean 'width'?\n", why.out());
    }

    /** Otherwise the walk-through would end at artifacts that are not there. */
    @Test
    void theExamplesPomsAreForThisRelease() throws Exception {
        isForThisRelease(ExampleBundle.PROJECT.resolve("pom.xml"));
        isForThisRelease(ExampleBundle.PROJECT.resolveSibling("testing").resolve("pom.xml"));
    }

    private static void isForThisRelease(Path pom) throws IOException {
        String example = Files.readString(pom);
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        assertEquals(
                first(parent, "<artifactId>isotherm</artifactId>\\s*<version>([^<]+)"),
                first(example, "<isotherm.version>([^<]+)"));
        assertEquals(first(parent, "<bnd.version>([^<]+)"), first(example, "<bnd.version>([^<]+)"));
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .map(match -> match.group(1))
                .orElseThrow(() -> new AssertionError("nothing matches " + pattern));
    }
}
