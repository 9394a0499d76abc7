/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import static org.junit.jupiter.api.Assertions.*;

import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.tensor.StateDict;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a classifier's training makes of the course of its validation, with a network whose course is written down. */
class PretrainingTest {
    /** 4 of these are held out, so that accuracies are quarters. */
    private static final int IMAGES = 400;

    private static final int BATCHES = 2;

    /** Right answers on the images held out, epoch by epoch; 10 epochs without a rise end at 12 and at 33, 9 at 22. */
    private static final int[] RIGHT = {
        1, 2, 2, 1, 2, 2, 0, 1, 2, 2, 1, 2, 3, 3, 3, 3, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4
    };

    @TempDir
    Path dir;

    private final Quiet work = new Quiet();
    private ImageStore images;

    @BeforeEach
    void load() throws IOException {
        images = ImageStore.load(
                new Alike(), IntStream.range(0, IMAGES).toArray(), ImagePreparation.standard(8), 1 << 20, 1, dir);
    }

    @Test
    void tenEpochsWithoutARiseDivideTheRateByTen() throws IOException {
        var network = new Scripted(RIGHT, 2);
        train(network, "plateau", "whole");
        double[] rates = rates("whole");
        for (int epoch = 1; epoch <= RIGHT.length; epoch++) {
            double expected = epoch <= 12 ? 0.1 : epoch <= 33 ? 0.01 : 0.001;
            assertEquals(expected, rates[epoch - 1], 1e-12, "epoch " + epoch);
        }
        for (int step = 0; step < network.rates.length; step++) {
            assertEquals(rates[step / BATCHES], network.rates[step], "the network learns with it, step " + step);
        }
    }

    @Test
    void otherSchedulesDoNotLookAtTheValidation() throws IOException {
        train(new Scripted(RIGHT, 2), "constant", "constant");
        assertEquals(0.1, Arrays.stream(rates("constant")).min().orElseThrow(), 1e-12);
        train(new Scripted(RIGHT, 2), "cosine", "cosine");
        int steps = RIGHT.length * BATCHES;
        assertEquals(0.05 * (1 + Math.cos(Math.PI * (steps - 1) / steps)), rates("cosine")[RIGHT.length - 1], 1e-12);
    }

    @Test
    void theRateRisesStepByStepAndThenTheScheduleBegins() throws IOException {
        var network = new Scripted(RIGHT, 2);
        train(network, rate(Map.of("pretrain.schedule", "cosine", "pretrain.warmup", "3")), 0.01, "cosine");
        int warm = 3 * BATCHES;
        int rest = RIGHT.length * BATCHES - warm;
        for (int step = 0; step < network.rates.length; step++) {
            double expected =
                    step < warm ? 0.1 * (step + 1) / warm : 0.05 * (1 + Math.cos(Math.PI * (step - warm) / rest));
            assertEquals(expected, network.rates[step], 1e-12, "step " + step);
        }
        // what PyTorch's LinearLR and CosineAnnealingLR, one after the other and advanced with every step, give
        double[] torch = {0.016666666666666666, 0.03333333333333333, 0.05, 0.1, 0.09993977281025862, 0.05};
        int[] at = {0, 1, 2, 6, 7, 6 + 32};
        for (int i = 0; i < at.length; i++) {
            assertEquals(torch[i], network.rates[at[i]], 1e-12, "step " + at[i]);
        }
    }

    @Test
    void validationThatStallsWhileTheRateRisesDoesNotLowerIt() throws IOException {
        var network = new Scripted(RIGHT, 2);
        train(
                network,
                rate(Map.of("pretrain.warmup", "5", "pretrain.patience", "4", "pretrain.decay", "0.5")),
                0.01,
                "a");
        // epochs 6 to 9 stall, and 10 to 13 would, were there no rise in 13
        double[] rates = rates("a");
        assertEquals(0.1, rates[8], 1e-12);
        assertEquals(0.05, rates[9], 1e-12);
        assertEquals(0.05, rates[16], 1e-12);
        assertEquals(0.025, rates[17], 1e-12);
    }

    @Test
    void stepsLowerTheRateAfterTheirEpochs() throws IOException {
        var settings = Map.of("pretrain.schedule", "steps", "pretrain.milestones", "3;20", "pretrain.decay", "0.2");
        var network = new Scripted(RIGHT, 2);
        train(network, rate(settings), 0.01, "steps");
        for (int epoch = 1; epoch <= RIGHT.length; epoch++) {
            double expected = epoch <= 3 ? 0.1 : epoch <= 20 ? 0.02 : 0.004;
            assertEquals(expected, network.rates[(epoch - 1) * BATCHES], 1e-12, "epoch " + epoch);
        }
    }

    @Test
    void theShareHeldOutIsAsAskedForAndOneImageAtLeast() throws IOException {
        var few = new Scripted(new int[] {1}, 2);
        train(few, rate(Map.of()), 0.0001, "few");
        assertEquals(1, few.validated);
        assertEquals(399, few.learnt);
        var many = new Scripted(new int[] {1}, 2);
        train(many, rate(Map.of()), 0.29, "many");
        assertEquals(116, many.validated);
        assertEquals(284, many.learnt);
    }

    @Test
    void theTrainingAccuracyOfAnEpochOutlivesAnInterruption() throws IOException {
        int[] right = {1, 1, 1};
        train(new Scripted(right, 2), "constant", "whole");
        // 200 and 196 images an epoch; the network tells 1, 2, 3, … of a batch right
        List<String> expected = List.of(3 / 396.0 + "", 7 / 396.0 + "", 11 / 396.0 + "");
        assertEquals(expected, column("whole", "training_accuracy"));
        var network = new Scripted(right, 2);
        network.stopAt = BATCHES + 1;
        assertThrows(Stopped.class, () -> train(network, "constant", "torn"));
        train(new Scripted(right, 2), "constant", "torn");
        assertEquals(expected, column("torn", "training_accuracy"));
    }

    @Test
    void theBestEpochIsKept() throws IOException {
        train(new Scripted(new int[] {1, 3, 2, 0}, 2), "plateau", "one");
        assertKept("one", 2, 0.75);
        // the loss falls from epoch to epoch, and decides between equals
        train(new Scripted(new int[] {1, 3, 3, 2}, 2), "plateau", "falling");
        assertKept("falling", 3, 0.75);
        train(new Scripted(new int[] {1, 3, 3, 2}, -2), "plateau", "rising");
        assertKept("rising", 2, 0.75);
    }

    @Test
    void anInterruptedTrainingKeepsCountOfEpochsWithoutARise() throws IOException {
        train(new Scripted(RIGHT, 2), "plateau", "whole");
        // in the middle of an epoch with a few stalled ones behind it, and again after the first division
        for (int stop : new int[] {9 * BATCHES + 1, 14 * BATCHES}) {
            var network = new Scripted(RIGHT, 2);
            network.stopAt = stop;
            assertThrows(Stopped.class, () -> train(network, "plateau", "torn"));
        }
        train(new Scripted(RIGHT, 2), "plateau", "torn");
        assertArrayEquals(rates("whole"), rates("torn"));
        assertEquals(column("whole", "validation_accuracy"), column("torn", "validation_accuracy"));
        for (String run : List.of("whole", "torn")) {
            assertKept(run, RIGHT.length, 1);
        }
    }

    private void train(Scripted network, String schedule, String run) throws IOException {
        train(network, rate(Map.of("pretrain.schedule", schedule)), 0.01, run);
    }

    private static PretrainRate rate(Map<String, String> settings) {
        return PretrainRate.of(Settings.of(settings, Map.of()));
    }

    private void train(Scripted network, PretrainRate rate, double validation, String run) throws IOException {
        var course =
                new Pretraining.Course(network.right.length, 200, rate, Augmentation.CROP_FLIP, false, validation, 1);
        new Pretraining(network, images, Normalization.SYMMETRIC, course, Makers.UNKNOWN, files(run), work).run();
    }

    private RunFiles files(String run) throws IOException {
        return new RunFiles(Files.createDirectories(dir.resolve(run)));
    }

    private void assertKept(String run, int epoch, double accuracy) throws IOException {
        Path best = files(run).bestClassifier();
        assertEquals(Integer.toString(epoch), SafeTensors.metadata(best).get("epoch"));
        assertEquals(accuracy, Double.parseDouble(SafeTensors.metadata(best).get("validation.accuracy")));
        assertEquals(epoch * BATCHES, SafeTensors.read(best).find("steps").getInt(0), "the weights are that epoch's");
    }

    private double[] rates(String run) throws IOException {
        return column(run, "learning_rate").stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private List<String> column(String run, String name) throws IOException {
        List<String> lines = Files.readAllLines(files(run).classifierLog());
        int at = List.of(lines.get(0).split(",")).indexOf(name);
        return lines.stream().skip(1).map(line -> line.split(",")[at]).toList();
    }

    /** All of class 0. */
    private static final class Alike implements ImageDataset {
        @Override
        public int size() {
            return IMAGES;
        }

        @Override
        public List<String> classes() {
            return List.of("a", "b");
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public RgbImage read(int index) {
            return new RgbImage(8, 8, new byte[3 * 8 * 8]);
        }

        @Override
        public String fingerprint() {
            return "alike";
        }

        @Override
        public void close() {}
    }

    /** Knows nothing but how many steps it has made, and from that how many of the images held out it gets right. */
    private final class Scripted implements TrainableClassifier {
        final int[] right;
        final double[] rates;
        int stopAt = -1;
        int learnt;
        int validated;
        private final double confidence;
        private int steps;

        /** @param confidence the margin of right answers; grows with the epochs, shrinks where it is negative */
        Scripted(int[] right, double confidence) {
            this.right = right;
            this.rates = new double[right.length * BATCHES];
            this.confidence = confidence;
        }

        @Override
        public double step(INDArray batch, int[] labels, double learningRate) {
            rates[steps++] = learningRate;
            work.stopAtProgress = steps == stopAt;
            learnt += labels.length;
            return 1;
        }

        @Override
        public int correct() {
            return steps;
        }

        @Override
        public INDArray logits(INDArray batch) {
            int n = (int) batch.size(0);
            validated += n;
            int epoch = steps / BATCHES;
            float[] logits = new float[2 * n];
            double margin = confidence > 0 ? confidence + 0.1 * epoch : -confidence + 1.0 / epoch;
            for (int i = 0; i < n; i++) {
                logits[2 * i + (i < right[epoch - 1] ? 0 : 1)] = i < right[epoch - 1] ? (float) margin : 1;
            }
            return Nd4j.create(logits, new long[] {n, 2}, 'c');
        }

        @Override
        public StateDict weights() {
            return new StateDict(Map.of("steps", Nd4j.createFromArray(new float[] {steps})));
        }

        @Override
        public StateDict optimizerState() {
            return new StateDict(Map.of("none", Nd4j.createFromArray(new float[] {0})));
        }

        @Override
        public void restore(StateDict weights, StateDict optimizerState) {
            steps = weights.find("steps").getInt(0);
        }

        @Override
        public void close() {}
    }
}
