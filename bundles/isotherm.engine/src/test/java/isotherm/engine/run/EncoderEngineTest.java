/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.onnxruntime.OnnxRuntimeEncoder;
import isotherm.report.OverlayRenderer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

class EncoderEngineTest {
    @TempDir
    Path dir;

    private final AtomicInteger opened = new AtomicInteger();
    private Laboratory lab;

    @BeforeEach
    void open() {
        lab = new Laboratory(dir);
        var real = new OnnxRuntimeEncoder();
        lab.extensions.add(EncoderEngine.class, "onnxruntime", new EncoderEngine() {
            @Override
            public FrozenClassifier open(Backbone backbone, BackboneSpec spec, StateDict weights) {
                opened.incrementAndGet();
                return real.open(backbone, spec, weights);
            }
        });
    }

    @Test
    void aRunScoresTheSameWithEitherEngine() throws Exception {
        RunInfo first = lab.run(Map.of("taps", "2", "decoder.options", "fc=16;filters=128,64,32,16;tap.after=2"));
        Laboratory.assertCompleted(first);
        assertEquals(0, opened.get());
        RunInfo second = lab.run(Map.of(
                "taps",
                "2",
                "decoder.options",
                "fc=16;filters=128,64,32,16;tap.after=2",
                "classifier",
                first.id(),
                "decoder.weights",
                first.id(),
                "encoder.engine",
                "onnxruntime"));
        Laboratory.assertCompleted(second);
        assertTrue(opened.get() > 0);
        var record = Laboratory.json(second.folder().resolve("run.json"));
        assertEquals(
                "onnxruntime", record.path("settings").path("encoder.engine").asText());
        assertEquals("onnxruntime", record.path("classifier").path("engine").asText());
        for (String set : List.of("id", "texture", "unseen")) {
            assertSameScores(first, second, "scores/" + set + ".csv");
        }
        explain(second);
    }

    /** What an engine, a backbone or an import of the release before may give in the place of logits. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void probabilitiesThatPassForLogitsAreWarnedOf(boolean logarithms) throws Exception {
        lab.extensions.add(
                EncoderEngine.class,
                "squashing",
                (backbone, spec, weights) -> new Squashed(backbone.open(spec, weights), logarithms));
        RunInfo first = lab.run(Map.of("epochs", "1"));
        String told = "are probabilities (each row sums to 1";
        assertFalse(lab.messages.stream().anyMatch(line -> line.contains(told)), "of logits");
        RunInfo second = lab.run(Map.of("epochs", "1", "classifier", first.id(), "encoder.engine", "squashing"));
        Laboratory.assertCompleted(second);
        assertTrue(Files.readString(second.folder().resolve("run.json")).contains(told));
        assertTrue(lab.messages.stream().anyMatch(line -> line.contains(told)));
    }

    private record Squashed(FrozenClassifier classifier, boolean logarithms) implements FrozenClassifier {
        @Override
        public FeatureLayout layout() {
            return classifier.layout();
        }

        @Override
        public Features forward(INDArray images, int taps) {
            Features features = classifier.forward(images, taps);
            INDArray probabilities = Transforms.softmax(features.logits());
            return new Features(
                    features.z(), features.taps(), logarithms ? Transforms.log(probabilities) : probabilities);
        }

        @Override
        public void close() {
            classifier.close();
        }
    }

    private void assertSameScores(RunInfo first, RunInfo second, String file) throws IOException {
        List<String> expected = Files.readAllLines(first.folder().resolve(file));
        List<String> found = Files.readAllLines(second.folder().resolve(file));
        assertEquals(expected.size(), found.size());
        assertTrue(expected.size() > 20, file);
        for (int row = 1; row < expected.size(); row++) {
            String[] numbers = expected.get(row).split(","),
                    same = found.get(row).split(",");
            for (int i = 0; i < numbers.length; i++) {
                double value = Double.parseDouble(numbers[i]);
                assertEquals(
                        value, Double.parseDouble(same[i]), 1e-3 * Math.max(1, Math.abs(value)), file + " row " + row);
            }
        }
    }

    private void explain(RunInfo run) throws IOException {
        int before = opened.get();
        Path image = dir.resolve("image.png");
        ImageIO.write(new BufferedImage(40, 32, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        var found = new RunExplainer(lab.extensions, lab.folders, new OverlayRenderer())
                .explain(run.id(), List.of(image), dir.resolve("out"));
        assertTrue(Double.isFinite(found.get(0).score()));
        assertEquals(before + 1, opened.get());
    }

    @Test
    void anEngineThatIsNotThereIsToldWithTheNearest() {
        var e = assertThrows(ProblemException.class, () -> lab.run(Map.of("encoder.engine", "onnxruntim")));
        assertEquals(ReasonCode.NO_SUCH_NAME, e.problem().code());
        assertEquals(
                "there is no encoder named 'onnxruntim' – did you mean 'onnxruntime'?",
                e.problem().line());
    }

    @Test
    void aRunStopsWhenItsEngineGoesAwayAndGoesOnWhenItIsBack() throws Exception {
        var handle = lab.start(Map.of("encoder.engine", "onnxruntime"), (run, progress) -> {
            if (progress.task().equals("decoder") || progress.loss() > 0) {
                try {
                    lab.extensions.remove(EncoderEngine.class, "onnxruntime");
                } catch (ProblemException alreadyGone) {
                    // once is enough
                }
            }
        });
        RunInfo stopped = handle.await();
        assertEquals(RunState.INTERRUPTED, stopped.state());
        assertTrue(stopped.reason().contains("encoder 'onnxruntime'"), stopped.reason());
        lab.extensions.add(EncoderEngine.class, "onnxruntime", new OnnxRuntimeEncoder());
        Laboratory.assertCompleted(lab.resume(stopped.id()));
    }
}
