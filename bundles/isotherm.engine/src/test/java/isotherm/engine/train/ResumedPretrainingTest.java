/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.Split;
import isotherm.backbone.wideresnet.WideResNetBackbone;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.experiment.Settings;
import isotherm.engine.image.ImagePreparation;
import isotherm.engine.image.ImageStore;
import isotherm.engine.maker.Makers;
import isotherm.engine.run.RunFiles;
import isotherm.engine.work.Quiet;
import isotherm.engine.work.Stopped;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training with everything on that carries numbers from step to step, or draws some, stopped within its epochs. */
class ResumedPretrainingTest {
    private static final int IMAGES = 60;
    private static final Map<String, String> OPTIONS = Map.of("depth", "10", "width", "1", "dropout", "0.3");
    private static final Settings SETTINGS = Settings.of(
            Map.of("pretrain.schedule", "cosine", "pretrain.warmup", "2", "pretrain.epochs", "4"), Map.of());

    @TempDir
    Path dir;

    @Test
    void itEndsWithTheWeightsOfAnUndisturbedOne() throws IOException {
        try (ImageStore images = images()) {
            train(images, "whole", -1);
            // 3 batches an epoch: within the warm-up's first and second epoch, and behind it
            for (int stop : new int[] {1, 4, 8}) {
                assertThrows(Stopped.class, () -> train(images, "torn", stop));
            }
            train(images, "torn", -1);
        }
        assertSame(files("whole").checkpoint("classifier"), files("torn").checkpoint("classifier"));
        assertSame(files("whole").bestClassifier(), files("torn").bestClassifier());
        assertEquals(log("whole"), log("torn"));
    }

    private ImageStore images() throws IOException {
        var request = new DatasetRequest(Split.TRAIN, dir, "id", Map.of("count", Integer.toString(IMAGES)), 1);
        try (var data = new ShapesLoader().open(request)) {
            int[] all = IntStream.range(0, IMAGES).toArray();
            return ImageStore.load(data, all, ImagePreparation.standard(32), 1 << 24, 1, dir);
        }
    }

    /** @param stop the step after which the training is stopped, counted over all epochs; -1 for none */
    private void train(ImageStore images, String run, int stop) throws IOException {
        var backbone = new WideResNetBackbone();
        var spec = new BackboneSpec(10, 32, OPTIONS);
        var course =
                new Pretraining.Course(4, 20, PretrainRate.of(SETTINGS), Augmentation.RESIZED_CROP_FLIP, true, 0.1, 7);
        var work = new Quiet() {
            @Override
            public void progress(String task, long done, long total, double imagesPerSecond, double loss) {
                stopAtProgress = done == stop;
                super.progress(task, done, total, imagesPerSecond, loss);
            }
        };
        try (var classifier = backbone.trainable(spec, new ClassifierTraining(0.9, 5e-4, 0.1, true, 7))
                .orElseThrow()) {
            var normalization = backbone.describe(spec).normalization();
            new Pretraining(classifier, images, normalization, course, Makers.UNKNOWN, files(run), work).run();
        }
    }

    private RunFiles files(String run) throws IOException {
        return new RunFiles(Files.createDirectories(dir.resolve(run)));
    }

    private static void assertSame(Path expected, Path found) {
        var whole = SafeTensors.read(expected).tensors();
        var torn = SafeTensors.read(found).tensors();
        assertEquals(whole.keySet(), torn.keySet());
        assertTrue(whole.size() > 20);
        whole.forEach((name, array) -> assertArrayEquals(
                array.dup('c').data().asFloat(), torn.get(name).dup('c').data().asFloat(), name));
    }

    /** All columns but the times. */
    private List<String> log(String run) throws IOException {
        List<String> lines = Files.readAllLines(files(run).classifierLog());
        assertEquals(
                "epoch,loss,images_per_second,seconds,training_accuracy,validation_accuracy,validation_loss,learning_rate",
                lines.get(0));
        return lines.stream()
                .map(line -> line.split(",", -1))
                .map(cells -> cells[0] + " " + cells[1] + " "
                        + String.join(" ", List.of(cells).subList(4, 8)))
                .toList();
    }
}
