/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFilesTest {
    @TempDir
    private Path folder;

    private RunFiles files;

    @BeforeEach
    void fill() throws Exception {
        Path run = Files.createDirectories(folder.resolve("run/heatmaps")).getParent();
        Files.writeString(folder.resolve("secret.png"), "secret");
        Files.writeString(run.resolve("report.html"), "report");
        Files.writeString(run.resolve("classifier.safetensors"), "weights");
        Files.writeString(run.resolve("heatmaps/id-1.png"), "picture");
        Files.writeString(run.resolve("heatmaps/.hidden.png"), "hidden");
        Files.writeString(run.resolve("heatmaps/note.txt"), "note");
        Files.createSymbolicLink(run.resolve("heatmaps/link.png"), folder.resolve("secret.png"));
        Files.createSymbolicLink(run.resolve("train.csv"), folder.resolve("secret.png"));
        files = new RunFiles(run);
    }

    @Test
    void whatIsListedCanBeReadWithItsType() throws Exception {
        assertEquals(List.of("report.html", "heatmaps/id-1.png"), files.names());
        var report = files.read("report.html").orElseThrow();
        assertEquals("text/html;charset=utf-8", report.type());
        assertEquals("report", new String(report.bytes(), StandardCharsets.UTF_8));
        assertEquals("image/png", files.read("heatmaps/id-1.png").orElseThrow().type());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classifier.safetensors",
                "../secret.png",
                "heatmaps/../../secret.png",
                "heatmaps/..\\..\\secret.png",
                "heatmaps/link.png",
                "heatmaps/.hidden.png",
                "heatmaps/note.txt",
                "heatmaps/",
                "heatmaps",
                "train.csv",
                "metrics.json",
                "/etc/passwd",
                "",
                "report.html\0.png"
            })
    void nothingElseCan(String name) throws Exception {
        assertEquals(Optional.empty(), files.read(name));
    }

    @Test
    void aFolderOfPicturesThatIsALinkIsNone() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.createSymbolicLink(other.resolve("heatmaps"), folder.resolve("run/heatmaps"));
        assertEquals(List.of(), new RunFiles(other).names());
        assertEquals(Optional.empty(), new RunFiles(other).read("heatmaps/id-1.png"));
    }
}
