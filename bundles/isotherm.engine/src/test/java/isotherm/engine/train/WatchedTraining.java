/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.Split;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.decoder.deconv.DeconvDecoder;
import isotherm.engine.feature.DecoderFeatures;
import isotherm.engine.feature.FeatureRanges;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.feature.FloatTable;
import isotherm.engine.feature.FloatTableWriter;
import isotherm.engine.image.ImagePreparation;
import isotherm.engine.image.ImageStore;
import isotherm.engine.maker.Makers;
import isotherm.engine.run.RunFiles;
import isotherm.engine.work.Quiet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program that trains a small decoder for 300 steps, and prints the memory of its process after each of them. */
final class WatchedTraining {
    /** Before each number. */
    static final String BYTES = "physical bytes: ";

    private static final int ID = 200, OOD = 100, BATCH = 100, EPOCHS = 100;
    private static final FeatureLayout LAYOUT =
            new FeatureLayout(10, 512, List.of(new TapShape("deep", 64, 4, 4)), 32, Normalization.SYMMETRIC);

    private final Path dir;

    private WatchedTraining(Path dir) {
        this.dir = dir;
    }

    public static void main(String[] args) throws IOException {
        new WatchedTraining(Path.of(args[0])).run();
    }

    private void run() throws IOException {
        var id = features("id", ID);
        var scaling = new DecoderFeatures(LAYOUT, FeatureRanges.of(id, false, BATCH), false);
        var spec = new DecoderSpec(2, Map.of("fc", "16", "filters", "64,8,4,4", "tap.after", "1"));
        var rate = new LearningRate(2e-4, false, 0);
        var course = new DecoderTraining.Course(new BatchPlan(ID, OOD, BATCH, 0, 1), EPOCHS, rate, 10, 0, true);
        try (ImageStore idImages = images("id", ID);
                ImageStore oodImages = images("aux", OOD);
                var decoder = new Watched(new DeconvDecoder().create(LAYOUT, spec, AdamSettings.PUBLISHED, 1))) {
            var sets = List.of(id, features("ood", OOD));
            int[] targets = IntStream.range(0, OOD).toArray();
            var material = new DecoderTraining.Material(scaling, sets, idImages, oodImages, targets);
            DecoderTraining.run(
                    decoder, material, course, Makers.UNKNOWN, new RunFiles(dir.resolve("run")), new Quiet());
        }
    }

    private ImageStore images(String variant, int count) throws IOException {
        var request = new DatasetRequest(Split.TRAIN, dir, variant, Map.of("count", Integer.toString(count)), 1);
        try (var data = new ShapesLoader().open(request)) {
            int[] all = IntStream.range(0, count).toArray();
            return ImageStore.load(data, all, ImagePreparation.standard(32), 1 << 24, 1, dir);
        }
    }

    private FeatureSet features(String set, int rows) throws IOException {
        var tap = LAYOUT.taps().get(0);
        return FeatureSet.of(
                table(set + "-z", rows, LAYOUT.zSize()),
                table(set + "-logits", rows, LAYOUT.classes()),
                List.of(table(set + "-tap", rows, tap.channels() * tap.height() * tap.width())));
    }

    private FloatTable table(String name, int rows, int rowSize) throws IOException {
        var random = new SplittableRandom(name.hashCode());
        float[] values = new float[rows * rowSize];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        Path file = dir.resolve(name);
        try (var writer = new FloatTableWriter(file, rowSize)) {
            writer.add(values);
            writer.finish();
        }
        return FloatTable.open(file, rows, rowSize).orElseThrow();
    }

    /** Tells the memory at each step. */
    private record Watched(TrainableDecoder decoder) implements TrainableDecoder {
        @Override
        public double step(DecoderInput input, INDArray images, INDArray targets, double learningRate) {
            double loss = decoder.step(input, images, targets, learningRate);
            System.out.println(BYTES + Pointer.physicalBytes());
            return loss;
        }

        @Override
        public INDArray heatmaps(DecoderInput input) {
            return decoder.heatmaps(input);
        }

        @Override
        public StateDict weights() {
            return decoder.weights();
        }

        @Override
        public StateDict optimizerState() {
            return decoder.optimizerState();
        }

        @Override
        public void restore(StateDict weights, StateDict optimizerState) {
            decoder.restore(weights, optimizerState);
        }

        @Override
        public void close() {
            decoder.close();
        }
    }
}
