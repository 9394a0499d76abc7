/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.feature.DecoderFeatures;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.image.ImageScaling;
import isotherm.engine.image.ImageStore;
import isotherm.engine.maker.Makers;
import isotherm.engine.run.OwnWeights;
import isotherm.engine.run.RunFiles;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.ReusedArrays;
import isotherm.engine.work.Work;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trains a decoder: ID images towards themselves, OOD images towards their prototypes. For use by one thread. */
public final class DecoderTraining {
    /**
     * What it learns from.
     *
     * @param images ID images first, OOD images behind them; so are the features
     * @param targets for each OOD image its ID image
     */
    public record Material(
            DecoderFeatures scaling, List<FeatureSet> features, ImageStore id, ImageStore ood, int[] targets) {}

    /**
     * How it learns.
     *
     * @param snapshotEvery epochs between two kept decoders
     * @param snapshotAt one more epoch that is kept, 0 for none
     * @param best whether the decoder of the lowest training loss is kept
     */
    public record Course(
            BatchPlan plan, int epochs, LearningRate rate, int snapshotEvery, int snapshotAt, boolean best) {}

    private static final String SNAPSHOT_CURE = "put it back from a copy, or start the experiment anew";

    private DecoderTraining() {}

    /** Trains, or goes on training, and returns the last epoch's loss. The last epoch always has a snapshot. */
    public static double run(
            TrainableDecoder decoder, Material material, Course course, Makers makers, RunFiles files, Work work)
            throws IOException {
        var loop = new TrainingLoop(
                course.plan(),
                course.epochs(),
                files.checkpoint("decoder"),
                files.decoderLog(),
                makers,
                SettingKey.LEARNING_RATE.key(),
                work);
        try (var arrays = new ReusedArrays()) {
            return loop.run(new DecoderLearner(decoder, material, course, files, arrays));
        }
    }

    private static final class DecoderLearner implements Learner {
        private final TrainableDecoder decoder;
        private final Material material;
        private final Course course;
        private final RunFiles files;
        private final ImageScaling scaling = ImageScaling.symmetric();
        private final ReusedArrays arrays;

        DecoderLearner(
                TrainableDecoder decoder, Material material, Course course, RunFiles files, ReusedArrays arrays) {
            this.decoder = decoder;
            this.material = material;
            this.course = course;
            this.files = files;
            this.arrays = arrays;
        }

        @Override
        public double step(int epoch, int[] rows, long step) {
            int id = material.id().size();
            int bytes = material.id().imageBytes();
            byte[] images = new byte[rows.length * bytes];
            byte[] targets = new byte[rows.length * bytes];
            for (int i = 0; i < rows.length; i++) {
                boolean own = rows[i] < id;
                (own ? material.id() : material.ood()).copy(own ? rows[i] : rows[i] - id, images, i * bytes);
                material.id().copy(own ? rows[i] : material.targets()[rows[i] - id], targets, i * bytes);
            }
            int size = material.id().imageSize();
            return decoder.step(
                    material.scaling().input(arrays, material.features(), rows),
                    scaling.tensor(images, size, arrays, "images"),
                    scaling.tensor(targets, size, arrays, "targets"),
                    course.rate().at(step));
        }

        @Override
        public Map<String, Double> epochDone(int epochs, double loss, Map<String, Double> memory) throws IOException {
            if (epochs == course.epochs() || epochs == course.snapshotAt() || epochs % course.snapshotEvery() == 0) {
                keep(files.snapshot(epochs), epochs, loss);
            }
            if (course.best() && loss < memory.getOrDefault("best.loss", Double.POSITIVE_INFINITY)) {
                memory.put("best.loss", loss);
                keep(files.bestSnapshot(), epochs, loss);
            }
            return Map.of(
                    "learning_rate",
                    course.rate().at((long) epochs * course.plan().batches() - 1));
        }

        @Override
        public void remember(Map<String, Double> memory) {
            // what will be read at the end of the training, so that it need not come to its end to find out
            if (course.best() && memory.containsKey("best.loss")) {
                OwnWeights.verify(files.bestSnapshot(), SNAPSHOT_CURE);
            }
            if (course.snapshotAt() > 0 && Files.exists(files.snapshot(course.snapshotAt()))) {
                OwnWeights.verify(files.snapshot(course.snapshotAt()), SNAPSHOT_CURE);
            }
        }

        private void keep(Path file, int epochs, double loss) throws IOException {
            StateDict weights = decoder.weights();
            try {
                Files.createDirectories(file.getParent());
                SafeTensors.write(
                        file, weights, Map.of("epoch", Integer.toString(epochs), "loss", Double.toString(loss)));
            } finally {
                Arrays32.close(weights);
            }
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
    }
}
