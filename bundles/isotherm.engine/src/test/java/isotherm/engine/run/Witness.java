/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.metric.EvaluationMetric;
import isotherm.api.metric.MetricValue;
import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.target.FeatureTable;
import isotherm.api.target.TargetAssignment;
import isotherm.api.target.TargetStrategy;
import isotherm.api.tensor.StateDict;
import isotherm.backbone.wideresnet.WideResNetBackbone;
import isotherm.decoder.deconv.DeconvDecoder;
import isotherm.engine.registry.HandFilled;
import isotherm.metric.detection.DetectionMetric;
import isotherm.score.heatmap.HeatmapScore;
import isotherm.target.prototype.PrototypeTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Stands between a run and the real plug-ins, and writes down what the run asks of them. */
final class Witness {
    final List<BackboneSpec> trained = new ArrayList<>();
    final List<ClassifierTraining> trainings = new ArrayList<>();

    /** What the classifier in training learnt from, a batch an entry. */
    final List<float[]> learnt = new ArrayList<>();

    final List<BackboneSpec> opened = new ArrayList<>();

    /** What the classifier in training was validated with, a batch an entry. */
    final List<float[]> validated = new ArrayList<>();

    final List<Map<String, String>> targetOptions = new ArrayList<>();
    final List<int[]> targets = new ArrayList<>();

    /** z of the ID training set. */
    float[][] idTrain;

    /** z as the encoder gave it, and the same batches as the decoder got them. */
    final List<float[][]> scored = new ArrayList<>();

    final List<float[][]> decoded = new ArrayList<>();
    final List<Map<String, String>> metricOptions = new ArrayList<>();
    final List<double[][]> compared = new ArrayList<>();

    Witness(HandFilled extensions) {
        replace(extensions, Backbone.class, "wideresnet", new WatchedBackbone(new WideResNetBackbone()));
        replace(extensions, Decoder.class, "deconv", new WatchedDecoder(new DeconvDecoder()));
        replace(extensions, TargetStrategy.class, "prototype", new WatchedTarget(new PrototypeTarget()));
        replace(extensions, OodScore.class, "heatmap", new WatchedScore(new HeatmapScore()));
        replace(extensions, EvaluationMetric.class, "detection", new WatchedMetric(new DetectionMetric()));
    }

    /** Before a run begins, options are tried on made-up features; a run begins with its classifier. */
    private void forgetTheCheck() {
        List.of(targetOptions, targets, scored, decoded, metricOptions, compared)
                .forEach(List::clear);
    }

    static <S> void replace(HandFilled extensions, Class<S> contract, String name, S watched) {
        extensions.remove(contract, name);
        extensions.add(contract, name, watched);
    }

    private final class WatchedBackbone implements Backbone {
        private final Backbone real;

        WatchedBackbone(Backbone real) {
            this.real = real;
        }

        @Override
        public FeatureLayout describe(BackboneSpec spec) {
            return real.describe(spec);
        }

        @Override
        public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
            opened.add(spec);
            return real.open(spec, weights);
        }

        @Override
        public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
            forgetTheCheck();
            trained.add(spec);
            trainings.add(training);
            return real.trainable(spec, training).map(WatchedTraining::new);
        }
    }

    private final class WatchedTraining implements TrainableClassifier {
        private final TrainableClassifier real;

        WatchedTraining(TrainableClassifier real) {
            this.real = real;
        }

        @Override
        public double step(INDArray images, int[] labels, double learningRate) {
            learnt.add(images.data().asFloat());
            return real.step(images, labels, learningRate);
        }

        @Override
        public int correct() {
            return real.correct();
        }

        @Override
        public INDArray logits(INDArray images) {
            validated.add(images.data().asFloat());
            return real.logits(images);
        }

        @Override
        public StateDict weights() {
            return real.weights();
        }

        @Override
        public StateDict optimizerState() {
            return real.optimizerState();
        }

        @Override
        public void restore(StateDict weights, StateDict optimizerState) {
            real.restore(weights, optimizerState);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private final class WatchedDecoder implements Decoder {
        private final Decoder real;

        WatchedDecoder(Decoder real) {
            this.real = real;
        }

        @Override
        public Optional<String> rejects(FeatureLayout layout, DecoderSpec spec) {
            return real.rejects(layout, spec);
        }

        @Override
        public TrainableDecoder create(FeatureLayout layout, DecoderSpec spec, AdamSettings adam, long seed) {
            return real.create(layout, spec, adam, seed);
        }

        @Override
        public FrozenDecoder open(FeatureLayout layout, DecoderSpec spec, StateDict weights) {
            FrozenDecoder decoder = real.open(layout, spec, weights);
            return new FrozenDecoder() {
                @Override
                public INDArray heatmaps(DecoderInput input) {
                    decoded.add(input.z().toFloatMatrix());
                    return decoder.heatmaps(input);
                }

                @Override
                public void close() {
                    decoder.close();
                }
            };
        }
    }

    private final class WatchedTarget implements TargetStrategy {
        private final TargetStrategy real;

        WatchedTarget(TargetStrategy real) {
            this.real = real;
        }

        @Override
        public TargetAssignment prepare(FeatureTable id, FeatureTable ood, Map<String, String> options) {
            targetOptions.add(Map.copyOf(options));
            // a classifier of seconds may leave a class empty, which the published code does not survive
            var survivable = new HashMap<>(options);
            survivable.remove("empty.class");
            TargetAssignment assignment = real.prepare(id, ood, survivable);
            targets.add(assignment.idIndex());
            return assignment;
        }
    }

    private final class WatchedScore implements OodScore {
        private final OodScore real;

        WatchedScore(OodScore real) {
            this.real = real;
        }

        @Override
        public boolean usesHeatmaps() {
            return real.usesHeatmaps();
        }

        @Override
        public FittedScore fit(FeatureTable id, Map<String, String> options) {
            idTrain = id.z().toFloatMatrix();
            FittedScore fitted = real.fit(id, options);
            return batch -> {
                scored.add(batch.z().toFloatMatrix());
                return fitted.score(batch);
            };
        }
    }

    private final class WatchedMetric implements EvaluationMetric {
        private final EvaluationMetric real;

        WatchedMetric(EvaluationMetric real) {
            this.real = real;
        }

        @Override
        public List<MetricValue> evaluate(double[] idScores, double[] oodScores, Map<String, String> options) {
            metricOptions.add(Map.copyOf(options));
            compared.add(new double[][] {idScores, oodScores});
            return real.evaluate(idScores, oodScores, options);
        }
    }
}
