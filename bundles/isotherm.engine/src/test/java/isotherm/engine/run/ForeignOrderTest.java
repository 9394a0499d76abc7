/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.backbone.onnx.OnnxBackbone;
import isotherm.dataset.imagefolder.ImageFolderLoader;
import isotherm.engine.classifier.ClassifierStore;
import isotherm.nn.onnx.OnnxBuilder;
import isotherm.nn.onnx.OnnxBuilder.Attribute;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twelve folders 0 to 11 of rising brightness, and a classifier that numbers them by value: 0, 1, 2 … and not 0, 1, 10, 11, 2. */
class ForeignOrderTest {
    private static final int CLASSES = 12;

    @TempDir
    Path dir;

    private Laboratory lab;

    @BeforeEach
    void classifierAndImages() throws IOException {
        var settings = new HashMap<>(Laboratory.TINY);
        settings.putAll(Map.of(
                "id", "imagefolder:levels?split=none",
                "backbone", "onnx",
                "backbone.options", "",
                "classifier", "meter",
                "decoder.options", "fc=8;filters=8,8,8,8",
                "epochs", "1"));
        lab = new Laboratory(dir, settings);
        lab.extensions.add(DatasetLoader.class, "imagefolder", new ImageFolderLoader());
        lab.extensions.add(Backbone.class, "onnx", new OnnxBackbone());
        for (int level = 0; level < CLASSES; level++) {
            Path folder = Files.createDirectories(dir.resolve("data/levels/" + level));
            var image = new BufferedImage(32, 32, BufferedImage.TYPE_3BYTE_BGR);
            for (int i = 0; i < 32 * 32; i++) {
                image.setRGB(i % 32, i / 32, 0x010101 * (255 * level / (CLASSES - 1)));
            }
            for (int i = 0; i < 3; i++) {
                ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
            }
        }
        Path model = Files.write(dir.resolve("meter.onnx"), meter());
        new ClassifierStore(lab.extensions, lab.folders)
                .importFile(model, "onnx", Map.of("mean", "0", "std", "1"), "meter");
    }

    /** Of brightness k/11, the largest of 2kx − k²/11 is number k. */
    private static byte[] meter() {
        var weights = FloatBuffer.allocate(3 * CLASSES);
        var bend = FloatBuffer.allocate(CLASSES);
        for (int k = 0; k < CLASSES; k++) {
            for (int c = 0; c < 3; c++) {
                weights.put(3 * k + c, 2f * k / 3);
            }
            bend.put(k, -(float) k * k / (CLASSES - 1));
        }
        return new OnnxBuilder("meter")
                .input("images", 3, 32, 32)
                .floats("w", new long[] {CLASSES, 3}, weights)
                .floats("b", new long[] {CLASSES}, bend)
                .node(
                        "ReduceMean",
                        "z",
                        List.of("images"),
                        Attribute.numbers("axes", 2, 3),
                        Attribute.number("keepdims", 0))
                .node("Gemm", "logits", List.of("z", "w", "b"), Attribute.number("transB", 1))
                .output("logits")
                .build();
    }

    @Test
    void itIsRefusedWithTheOrderThatIsRight() throws Exception {
        RunInfo run = lab.run(Map.of());
        assertEquals(RunState.FAILED, run.state());
        assertTrue(run.reason().contains("classes=0;1;2;3;4;5;6;7;8;9;10;11"), run.reason());
        assertTrue(run.reason().contains("'10' for '8' by 3 of 3 images"), run.reason());
    }

    @Test
    void withTheOrderItIsRight() throws Exception {
        RunInfo run = lab.run(Map.of("classes", "natural"));
        Laboratory.assertCompleted(run);
        var record = Laboratory.json(run.folder().resolve("run.json"));
        assertEquals(1, record.path("classifier").path("accuracy").asDouble());
        assertEquals("10", record.path("classes").path(10).asText());
    }
}
