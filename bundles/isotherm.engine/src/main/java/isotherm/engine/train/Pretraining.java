/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.image.ImageScaling;
import isotherm.engine.image.ImageStore;
import isotherm.engine.run.RunFiles;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Work;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a classifier with stochastic gradient descent and keeps the epoch that does best on the 1 % of the images held out
 * (METHOD.md section 2). For use by one thread.
 */
public final class Pretraining implements Learner {
    /** No epoch, so that the held-out images are chosen from another stream than any epoch's order. */
    private static final int HOLD_OUT = -3;

    /**
     * @param schedule plateau, cosine or constant
     * @param augment random crop and flip
     * @param augmentValidation the same for the images held out, as in the published code
     */
    public record Course(
            int epochs,
            int batch,
            double rate,
            String schedule,
            boolean augment,
            boolean augmentValidation,
            long seed) {}

    private final TrainableClassifier classifier;
    private final ImageStore images;
    private final ImageScaling scaling;
    private final Course course;
    private final RunFiles files;
    private final Work work;
    private final int[] training;
    private final int[] validation;
    private final BatchPlan plan;
    private final PretrainSchedule schedule;

    public Pretraining(
            TrainableClassifier classifier,
            ImageStore images,
            Normalization normalization,
            Course course,
            RunFiles files,
            Work work) {
        this.classifier = classifier;
        this.images = images;
        this.scaling = new ImageScaling(normalization);
        this.course = course;
        this.files = files;
        this.work = work;
        int[] order = Shuffle.order(images.size(), course.seed(), HOLD_OUT);
        int held = Math.max(1, images.size() / 100);
        validation = Arrays.copyOf(order, held);
        training = Arrays.copyOfRange(order, held, order.length);
        Arrays.sort(validation);
        Arrays.sort(training);
        plan = new BatchPlan(training.length, 0, course.batch(), 0, course.seed());
        schedule = new PretrainSchedule(course.rate(), course.schedule(), (long) course.epochs() * plan.batches());
    }

    /** Trains, or goes on training; the best classifier is then in {@link RunFiles#bestClassifier()}. */
    public void run() throws IOException {
        new TrainingLoop(
                        plan,
                        course.epochs(),
                        files.checkpoint("classifier"),
                        files.classifierLog(),
                        SettingKey.PRETRAIN_LEARNING_RATE.key(),
                        work)
                .run(this);
    }

    @Override
    public double step(int epoch, int[] rows, long step) {
        int[] chosen = Arrays.stream(rows).map(row -> training[row]).toArray();
        try (INDArray input = input(chosen, course.augment(), epoch)) {
            return classifier.step(input, labels(chosen), schedule.at(step));
        }
    }

    private INDArray input(int[] chosen, boolean augment, int epoch) {
        byte[] bytes = images.gather(chosen);
        if (augment) {
            int each = bytes.length / chosen.length;
            for (int i = 0; i < chosen.length; i++) {
                Augmentation.apply(bytes, i * each, images.imageSize(), course.seed(), epoch, chosen[i]);
            }
        }
        return scaling.tensor(bytes, images.imageSize());
    }

    private int[] labels(int[] chosen) {
        return Arrays.stream(chosen).map(images::label).toArray();
    }

    @Override
    public Map<String, Double> epochDone(int epochs, double loss, Map<String, Double> memory) throws IOException {
        double rate = schedule.at((long) epochs * plan.batches() - 1);
        var held = validate(epochs);
        double best = memory.getOrDefault("best.accuracy", -1.0);
        double bestLoss = memory.getOrDefault("best.loss", Double.POSITIVE_INFINITY);
        schedule.epochDone(held.accuracy() > best);
        schedule.save(memory);
        // few images are held out, so equal accuracies are common: then the lower loss is the better epoch
        if (held.accuracy() > best || held.accuracy() == best && held.loss() < bestLoss) {
            memory.put("best.accuracy", held.accuracy());
            memory.put("best.loss", held.loss());
            memory.put("best.epoch", (double) epochs);
            keep(epochs, held.accuracy());
        }
        var columns = new LinkedHashMap<String, Double>();
        columns.put("validation_accuracy", held.accuracy());
        columns.put("validation_loss", held.loss());
        columns.put("learning_rate", rate);
        return columns;
    }

    private Score validate(int epochs) {
        int right = 0;
        double loss = 0;
        for (int from = 0; from < validation.length; from += course.batch()) {
            int[] chosen = Arrays.copyOfRange(validation, from, Math.min(validation.length, from + course.batch()));
            int[] labels = labels(chosen);
            try (INDArray input = input(chosen, course.augmentValidation(), -epochs);
                    INDArray logits = classifier.logits(input)) {
                float[] values = Arrays32.values(logits);
                int classes = values.length / chosen.length;
                for (int i = 0; i < chosen.length; i++) {
                    float[] row = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
                    right += Arrays32.largest(row) == labels[i] ? 1 : 0;
                    loss += crossEntropy(row, labels[i]);
                }
            }
        }
        return new Score((double) right / validation.length, loss / validation.length);
    }

    private record Score(double accuracy, double loss) {}

    private static double crossEntropy(float[] row, int label) {
        double max = row[Arrays32.largest(row)];
        double sum = 0;
        for (float value : row) {
            sum += Math.exp(value - max);
        }
        return max + Math.log(sum) - row[label];
    }

    private void keep(int epochs, double accuracy) throws IOException {
        StateDict weights = classifier.weights();
        try {
            Files.createDirectories(files.bestClassifier().getParent());
            SafeTensors.write(
                    files.bestClassifier(),
                    weights,
                    Map.of("epoch", Integer.toString(epochs), "validation.accuracy", Double.toString(accuracy)));
        } finally {
            Arrays32.close(weights);
        }
    }

    @Override
    public StateDict weights() {
        return classifier.weights();
    }

    @Override
    public StateDict optimizerState() {
        return classifier.optimizerState();
    }

    @Override
    public void restore(StateDict weights, StateDict optimizerState) {
        classifier.restore(weights, optimizerState);
    }

    @Override
    public void remember(Map<String, Double> memory) {
        schedule.load(memory);
    }
}
