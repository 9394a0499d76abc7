/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static isotherm.engine.run.Protocol.BATCH;
import static isotherm.engine.run.Protocol.OOD;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.Normalization;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.tensor.StateDict;
import isotherm.dataset.imagefolder.ImageFolderLoader;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.data.RunData;
import isotherm.engine.experiment.DataFolder;
import isotherm.engine.experiment.Settings;
import isotherm.engine.train.BatchPlan;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Quiet;
import isotherm.engine.work.StopSignal;
import isotherm.nn.checkpoint.SafeTensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What {@code protocol.py} is given of a run.
 *
 * @param data the run's data folder
 */
record ProtocolInput(Protocol protocol, Path data) {
    private static final int SIZE = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param scores of the run, by test set and score */
    void write(RunFiles run, ProtocolWitness witness, Map<String, Map<String, double[]>> scores, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        JSON.writeValue(folder.resolve("case.json").toFile(), settings());
        JSON.writeValue(folder.resolve("scores.json").toFile(), scores);
        Files.copy(run.classifier(), folder.resolve("classifier.safetensors"));
        SafeTensors.write(folder.resolve("decoder.safetensors"), witness.start, Map.of());
        images(folder.resolve("images.safetensors"));
    }

    private Map<String, Object> settings() {
        Normalization pixels =
                protocol.backbone.describe(new BackboneSpec(10, SIZE, Map.of())).normalization();
        var plan = new BatchPlan(Protocol.ID, OOD, BATCH, 0, 1);
        var order = new ArrayList<int[]>();
        for (int epoch = 0; epoch < Protocol.EPOCHS; epoch++) {
            order.addAll(List.of(plan.epoch(epoch)));
        }
        var settings = new HashMap<String, Object>(
                Map.of("beta1", 0.5, "beta2", 0.999, "epsilon", 1e-8, "learning_rate", 2e-4));
        settings.put("preset", protocol.preset);
        settings.put("backbone", protocol.name);
        settings.put("mean", pixels.mean());
        settings.put("std", pixels.std());
        settings.put("classes", 10);
        settings.put("size", SIZE);
        settings.put("taps", protocol.taps);
        settings.put("batch", BATCH);
        settings.put("fc", Protocol.FC);
        settings.put("filters", protocol.filters());
        settings.put("tap_after", Protocol.TAP_AFTER);
        settings.put("order", order);
        return settings;
    }

    /** All pixels as the data sets have them; which of them are used, and in which size, is the script's own business. */
    private void images(Path file) throws IOException {
        var settings = Settings.of(protocol.settings(), Map.of());
        Map<String, DatasetLoader> loaders =
                Map.of("shapes", new ShapesLoader(), "imagefolder", new ImageFolderLoader());
        var tensors = new LinkedHashMap<String, INDArray>();
        try (var run = new RunData(settings, loaders, DataFolder.unbounded(data), new StopSignal(), new Quiet())) {
            tensors.put("id.train", pixels(run.idTrain().data()));
            tensors.put("id.test", pixels(run.idTest().data()));
            tensors.put("ood.train", pixels(run.oodTrain().data()));
            for (var set : run.oodTest()) {
                tensors.put("ood.test " + set.label(), pixels(set.data()));
            }
        }
        SafeTensors.write(file, new StateDict(tensors), Map.of());
        Arrays32.close(tensors.values());
    }

    private static INDArray pixels(ImageDataset data) throws IOException {
        RgbImage first = data.read(0);
        int plane = first.width() * first.height();
        float[] values = new float[data.size() * 3 * plane];
        for (int i = 0; i < data.size(); i++) {
            byte[] pixels = data.read(i).pixels();
            for (int p = 0; p < 3 * plane; p++) {
                values[(3 * i + p % 3) * plane + p / 3] = pixels[p] & 255;
            }
        }
        return Nd4j.create(values, new long[] {data.size(), 3, first.height(), first.width()}, 'c');
    }

    /** Drawn images, enlarged to 47 × 41 pixels so that they have to be resized and cropped. */
    void auxiliaryImages() throws IOException {
        Path folder = data.resolve("aux");
        Files.createDirectories(folder);
        var request = new DatasetRequest(Split.TRAIN, folder, "aux", Map.of("count", Integer.toString(OOD)), 1);
        try (var drawn = new ShapesLoader().open(request)) {
            for (int i = 0; i < OOD; i++) {
                RgbImage image = drawn.read(i);
                byte[] pixels = image.pixels();
                var enlarged = new BufferedImage(47, 41, BufferedImage.TYPE_INT_RGB);
                for (int y = 0; y < 41; y++) {
                    for (int x = 0; x < 47; x++) {
                        int at = 3 * (y * image.height() / 41 * image.width() + x * image.width() / 47);
                        enlarged.setRGB(
                                x, y, (pixels[at] & 255) << 16 | (pixels[at + 1] & 255) << 8 | pixels[at + 2] & 255);
                    }
                }
                ImageIO.write(
                        enlarged,
                        "png",
                        folder.resolve(String.format("%03d.png", i)).toFile());
            }
        }
    }
}
