/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.RgbImage;
import isotherm.api.run.Seal;
import isotherm.api.wiring.ProblemException;
import isotherm.console.image.Png;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFilesTest {
    private static final byte[] PICTURE = picture();

    @TempDir
    private Path folder;

    private RunFiles files;

    @BeforeEach
    void fill() throws Exception {
        Path run = Files.createDirectories(folder.resolve("run/heatmaps")).getParent();
        Files.writeString(folder.resolve("secret.png"), "secret");
        Files.writeString(run.resolve("report.html"), "report");
        Files.writeString(run.resolve("classifier.safetensors"), "weights");
        Files.write(run.resolve("heatmaps/id-1.png"), PICTURE);
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

    @Test
    void anyBitOfAPictureIsHeldToTheChecksumsInIt() throws Exception {
        Path file = folder.resolve("run/heatmaps/id-1.png");
        for (int bit = 0; bit < 8 * PICTURE.length; bit++) {
            byte[] damaged = PICTURE.clone();
            damaged[bit / 8] ^= 1 << bit % 8;
            Files.write(file, damaged);
            assertThrows(ProblemException.class, () -> files.read("heatmaps/id-1.png"), "bit " + bit);
        }
        for (int length = 0; length < PICTURE.length; length++) {
            Files.write(file, Arrays.copyOf(PICTURE, length));
            assertThrows(ProblemException.class, () -> files.read("heatmaps/id-1.png"));
        }
    }

    @Test
    void recordsAndTablesAreHeldToTheirSeals() throws Exception {
        Path run = folder.resolve("run");
        byte[] table = "epoch,loss\n1,2.5\n".getBytes(StandardCharsets.UTF_8);
        Files.delete(run.resolve("train.csv"));
        Files.write(run.resolve("train.csv"), table);
        String record = Seal.json("{\"seals\":{\"train.csv\":\"" + Seal.hash(table) + "\"}}");
        Files.writeString(run.resolve("run.json"), record);
        assertArrayEquals(table, files.read("train.csv").orElseThrow().bytes());
        assertTrue(files.read("run.json").isPresent());

        Files.writeString(run.resolve("train.csv"), "epoch,loss\n1,2.4\n");
        assertThrows(ProblemException.class, () -> files.read("train.csv"));
        Files.writeString(run.resolve("run.json"), record.replace("train", "brain"));
        var e = assertThrows(ProblemException.class, () -> files.read("run.json"));
        assertTrue(e.getMessage().contains("run.json is damaged"), e.getMessage());
    }

    private static byte[] picture() {
        try {
            return Png.of(new RgbImage(2, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
