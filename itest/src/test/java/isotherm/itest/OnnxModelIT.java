/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier that PyTorch exported, from its ONNX file to the report and to single images, in one process. */
class OnnxModelIT {
    private static final Path MODEL = Path.of(System.getProperty("isotherm.root"))
            .resolve("bundles/isotherm.backbone.onnx/src/test/resources/plain.onnx");

    private static final String[] EXPERIMENT = {
        "backbone=onnx",
        "backbone.options=",
        "image.size=16",
        "taps=2",
        "decoder.options=fc=16;filters=16,8,8",
        "epochs=2",
        "classifier=plain"
    };

    @TempDir
    private Path folder;

    @Test
    void isImportedRunExplainedAndExported() throws Exception {
        ImageIO.write(
                new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("black.png").toFile());
        try (var shell = new OpenShell(folder)) {
            String imported = shell.ask("import '" + MODEL + "' --backbone onnx --as plain");
            assertTrue(imported.contains("imported 'plain': onnx, 10 classes"), imported);
            assertTrue(imported.contains("features=/ReduceMean_output_0"), imported);
            assertTrue(shell.ask("list weights").contains("plain"));
            String why = shell.ask(TinyDemo.shellLine("why", EXPERIMENT));
            assertEquals("demo is ready to run", why.strip());

            String table = shell.ask(TinyDemo.shellLine("run", EXPERIMENT));
            assertTrue(table.contains("heatmap"), table);
            Path run = TinyDemo.onlyRun(folder.resolve("runs"));
            JsonNode record = TinyDemo.json(run.resolve("run.json"));
            assertEquals("COMPLETED", record.path("state").asText());
            JsonNode classifier = record.path("classifier");
            assertEquals("plain", classifier.path("source").asText());
            assertEquals(
                    "16 /ReduceMean_output_0",
                    classifier.path("options").path("found.features").asText());
            assertTrue(Files.exists(run.resolve("report.html")));
            assertTrue(TinyDemo.json(run.resolve("metrics.json"))
                    .at("/results/0/auroc")
                    .isNumber());

            shell.ask("explain latest black.png --out heat");
            assertTrue(Files.size(folder.resolve("heat/black-heatmap.png")) > 0);

            // what goes out as safetensors has the graph in it, and comes in again
            shell.ask("export latest --to out");
            String again = shell.ask("import out/classifier.safetensors --backbone onnx --as again");
            assertEquals(imported.replace("'plain'", "'again'"), again);
        }
    }
}
