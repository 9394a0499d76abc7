/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.engine.experiment.SettingKey;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a classifier with stochastic gradient descent and keeps the epoch that does best on the images held out (METHOD.md
 * section 2). For use by one thread.
 */
public final class Pretraining implements Learner {
    /** No epoch, so that the held-out images are chosen from another stream than any epoch's order. */
    private static final int HOLD_OUT = -3;

    /**
     * @param augmentation of the images learnt from
     * @param augmentValidation whether those held out are changed alike, as in the published code
     * @param validation share of the images held out; at least one is
     */
    public record Course(
            int epochs,
            int batch,
            PretrainRate rate,
            Augmentation augmentation,
            boolean augmentValidation,
            double validation,
            long seed) {}

    private final TrainableClassifier classifier;
    private final ImageStore images;
    private final ImageScaling scaling;
    private final Course course;
    private final Makers makers;
    private final RunFiles files;
    private final Work work;
    private final int[] training;
    private final int[] validation;
    private final BatchPlan plan;
    private final PretrainSchedule schedule;
    private final ReusedArrays arrays = new ReusedArrays();

    /** Images of the epoch under way, and how many of them were classified right; NaN where the classifier does not tell. */
    private double seen;

    private double right;

    /** @param makers whose code trains */
    public Pretraining(
            TrainableClassifier classifier,
            ImageStore images,
            Normalization normalization,
            Course course,
            Makers makers,
            RunFiles files,
            Work work) {
        this.classifier = classifier;
        this.images = images;
        this.scaling = new ImageScaling(normalization);
        this.course = course;
        this.makers = makers;
        this.files = files;
        this.work = work;
        int[] order = Shuffle.order(images.size(), course.seed(), HOLD_OUT);
        // a hundredth of 300 is 3, whatever its binary fraction makes of it
        int held = Math.max(1, (int) (images.size() * course.validation() + 1e-6));
        validation = Arrays.copyOf(order, held);
        training = Arrays.copyOfRange(order, held, order.length);
        Arrays.sort(validation);
        Arrays.sort(training);
        plan = new BatchPlan(training.length, 0, course.batch(), 0, course.seed());
        schedule = new PretrainSchedule(course.rate(), plan.batches(), course.epochs());
    }

    /** Trains, or goes on training; the best classifier is then in {@link RunFiles#bestClassifier()}. */
    public void run() throws IOException {
        var loop = new TrainingLoop(
                plan,
                course.epochs(),
                files.checkpoint("classifier"),
                files.classifierLog(),
                makers,
                SettingKey.PRETRAIN_LEARNING_RATE.key(),
                work);
        try (arrays) {
            loop.run(this);
        }
    }

    @Override
    public double step(int epoch, int[] rows, long step) {
        int[] chosen = Arrays.stream(rows).map(row -> training[row]).toArray();
        INDArray input = input(chosen, course.augmentation(), epoch);
        double loss = classifier.step(input, labels(chosen), schedule.at(step));
        seen += rows.length;
        right += classifier.correct() < 0 ? Double.NaN : classifier.correct();
        return loss;
    }

    private INDArray input(int[] chosen, Augmentation augmentation, int epoch) {
        byte[] bytes = images.gather(chosen);
        int each = images.imageBytes();
        for (int i = 0; i < chosen.length; i++) {
            augmentation.apply(bytes, i * each, images.imageSize(), course.seed(), epoch, chosen[i]);
        }
        return scaling.tensor(bytes, images.imageSize(), arrays, "images");
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
        schedule.epochDone(epochs, held.accuracy() > best);
        // few images are held out, so equal accuracies are common: then the lower loss is the better epoch
        if (held.accuracy() > best || held.accuracy() == best && held.loss() < bestLoss) {
            memory.put("best.accuracy", held.accuracy());
            memory.put("best.loss", held.loss());
            memory.put("best.epoch", (double) epochs);
            keep(epochs, held.accuracy());
        }
        var columns = new LinkedHashMap<String, Double>();
        columns.put("training_accuracy", right / seen);
        columns.put("validation_accuracy", held.accuracy());
        columns.put("validation_loss", held.loss());
        columns.put("learning_rate", rate);
        seen = 0;
        right = 0;
        return columns;
    }

    private Score validate(int epochs) {
        int right = 0;
        double loss = 0;
        Augmentation held = course.augmentValidation() ? course.augmentation() : Augmentation.NONE;
        for (int from = 0; from < validation.length; from += course.batch()) {
            int[] chosen = Arrays.copyOfRange(validation, from, Math.min(validation.length, from + course.batch()));
            int[] labels = labels(chosen);
            try (INDArray logits = classifier.logits(input(chosen, held, -epochs))) {
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
    public void memorize(Map<String, Double> memory) {
        schedule.save(memory);
        memory.put("epoch.seen", seen);
        memory.put("epoch.right", right);
    }

    @Override
    public void remember(Map<String, Double> memory) {
        if (memory.containsKey("best.epoch")) {
            // now, and not at the end of a long training
            OwnWeights.verify(files.bestClassifier(), "put it back from a copy, or start the experiment anew");
        }
        schedule.load(memory);
        seen = memory.getOrDefault("epoch.seen", 0.0);
        right = memory.getOrDefault("epoch.right", 0.0);
    }
}
