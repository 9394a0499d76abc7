/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.run.DecoderImport;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.backbone.onnx.OnnxBackbone;
import isotherm.engine.classifier.ClassifierStore;
import isotherm.nn.checkpoint.SafeTensors;
import isotherm.onnxruntime.OnnxRuntimeEncoder;
import isotherm.report.OverlayRenderer;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import found goes with the classifier, wherever it is used. */
class OnnxClassifierTest {
    private static final Path MODEL = Path.of("../isotherm.backbone.onnx/src/test/resources/plain.onnx");

    @TempDir
    Path dir;

    private Laboratory lab;
    private ClassifierStore store;

    @BeforeEach
    void open() {
        var settings = new HashMap<>(Laboratory.TINY);
        settings.putAll(Map.of(
                "backbone",
                "onnx",
                "backbone.options",
                "",
                "classifier",
                "mine",
                "image.size",
                "16",
                "taps",
                "2",
                "decoder.options",
                "fc=16;filters=16,8,8",
                "epochs",
                "1"));
        lab = new Laboratory(dir, settings);
        lab.extensions.add(Backbone.class, "onnx", new OnnxBackbone());
        lab.extensions.add(EncoderEngine.class, "onnxruntime", new OnnxRuntimeEncoder());
        store = new ClassifierStore(lab.extensions, lab.folders);
    }

    @Test
    void anExperimentThatNamesItHasItsOptionsWithoutSettingThem() throws Exception {
        assertEquals(
                "imported 'mine': onnx, 10 classes, 7 tensors, image.size=16 features=/ReduceMean_output_0"
                        + " logits=logits mean=0.5,0.5,0.5 std=0.25,0.25,0.25 taps=/Relu_1_output_0,/Relu_output_0",
                store.importFile(MODEL, "onnx", Map.of("mean", "0.5", "std", "0.25"), "mine"));
        assertEquals(List.of("mine"), store.names());
        RunInfo run = lab.run(Map.of());
        Laboratory.assertCompleted(run);
        var classifier = Laboratory.json(run.folder().resolve("run.json")).path("classifier");
        assertEquals("mine", classifier.path("source").asText());
        assertEquals("0.25,0.25,0.25", classifier.path("options").path("std").asText());

        Path image = dir.resolve("image.png");
        ImageIO.write(new BufferedImage(40, 32, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        var explained = new RunExplainer(lab.extensions, lab.folders, new OverlayRenderer())
                .explain(run.id(), List.of(image), dir.resolve("out"));
        assertTrue(Double.isFinite(explained.get(0).score()));
        var nearest = new NearestIdImage(lab.extensions, lab.folders).nearest(run.id(), image);
        assertEquals(16, nearest.image().width());

        // of this run's classifier by its id, with the other engine, and another normalisation
        RunInfo other = lab.run(Map.of("classifier", run.id(), "encoder.engine", "onnxruntime"));
        Laboratory.assertCompleted(other);
        assertEquals(scores(run), scores(other));
        RunInfo scaled = lab.run(Map.of("backbone.options", "std=0.5"));
        Laboratory.assertCompleted(scaled);
        assertFalse(scores(run).equals(scores(scaled)));
    }

    private static String scores(RunInfo run) throws Exception {
        return Files.readString(run.folder().resolve("scores/id.csv"));
    }

    /** A network of another backbone, written as ONNX, is the same classifier by way of the file. */
    @Test
    void aNetworkScoresTheSameByWayOfAnOnnxFile() throws Exception {
        var small = Map.of(
                "backbone", "cifarresnet", "backbone.options", "depth=8", "taps", "1", "encoder.engine", "onnxruntime");
        var training = new HashMap<>(small);
        training.put("classifier", "");
        RunInfo trained = lab.run(training);
        Laboratory.assertCompleted(trained);
        var spec = new BackboneSpec(10, 16, Map.of("depth", "8"));
        var weights = SafeTensors.read(trained.folder().resolve("classifier.safetensors"));
        var backbone = new CifarResNetBackbone();
        Path file = Files.write(
                dir.resolve("small.onnx"),
                backbone.onnx(spec, weights).orElseThrow().model());
        var pixels = backbone.describe(spec).normalization();
        String line = store.importFile(
                file,
                "onnx",
                // its first output is z
                Map.of("logits", "linear", "mean", numbers(pixels.mean()), "std", numbers(pixels.std())),
                "mine");
        assertTrue(line.contains("10 classes"), line);
        RunInfo imported = lab.run(Map.of("taps", "1"));
        Laboratory.assertCompleted(imported);
        for (String set : List.of("id", "texture", "unseen")) {
            List<String> expected = Files.readAllLines(trained.folder().resolve("scores/" + set + ".csv"));
            List<String> found = Files.readAllLines(imported.folder().resolve("scores/" + set + ".csv"));
            assertEquals(expected.size(), found.size());
            assertEquals("index,label,predicted,heatmap,msp,energy", found.get(0));
            for (int row = 1; row < found.size(); row++) {
                String[] numbers = expected.get(row).split(","),
                        same = found.get(row).split(",");
                assertEquals(numbers[2], same[2]);
                assertEquals(Double.parseDouble(numbers[4]), Double.parseDouble(same[4]), 1e-4);
                assertEquals(Double.parseDouble(numbers[5]), Double.parseDouble(same[5]), 1e-3);
            }
        }
    }

    private static String numbers(List<Float> three) {
        return three.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Test
    void theSameFileWithOtherNodesIsAnotherClassifier() throws Exception {
        store.importFile(MODEL, "onnx", Map.of(), "mine");
        RunInfo first = evaluated();
        store.importFile(MODEL, "onnx", Map.of("features", "/fc/Gemm"), "mine");
        RunInfo second = evaluated();
        var record = Laboratory.json(second.folder().resolve("run.json"));
        assertFalse(record.has("reused"), record.path("reused").asText());
        store.importFile(MODEL, "onnx", Map.of(), "mine");
        RunInfo third = evaluated();
        assertEquals(
                "classifier and decoder of run " + first.id(),
                Laboratory.json(third.folder().resolve("run.json"))
                        .path("reused")
                        .asText());
    }

    /** A decoder knows whose features it was trained on, and those of another node of the same file are others. */
    @Test
    void aDecoderIsKeptForTheNodesItWasTrainedWith() throws Exception {
        store.importFile(MODEL, "onnx", Map.of(), "mine");
        RunInfo run = evaluated();
        var decoders = new DecoderStore(lab.extensions, lab.folders);
        var about = new DecoderImport("deconv", Map.of("fc", "16", "filters", "16,8,8"), 2, "mine", "", false);
        decoders.importFile(run.folder().resolve("decoder.safetensors"), about, "its");
        var settings = Map.of("decoder.weights", "its", "ood.train", "");
        Laboratory.assertCompleted(lab.run(settings));
        store.importFile(MODEL, "onnx", Map.of("taps", "/Relu_1,/Relu", "logits", "/fc/Gemm", "mean", "0"), "mine");
        Laboratory.assertCompleted(lab.run(settings));
        store.importFile(MODEL, "onnx", Map.of("taps", "/Relu_1"), "mine");
        RunInfo other = lab.run(settings);
        assertEquals(RunState.FAILED, other.state());
        assertTrue(other.reason().contains("of a classifier with other weights"), other.reason());
    }

    private RunInfo evaluated() throws InterruptedException {
        RunInfo run = lab.run(Map.of(), EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(run);
        return run;
    }

    @Test
    void itIsNotPreTrainedWhichOneLineSays() {
        var e = assertThrows(
                ProblemException.class, () -> lab.run(Map.of("classifier", ""), EnumSet.of(Stage.PRETRAIN)));
        assertEquals(ReasonCode.WEIGHTS_MISSING, e.problem().code());
        assertEquals(
                "backbone 'onnx' is what an ONNX file makes of it, and no classifier is named – import one with: isotherm"
                        + " import FILE.onnx --backbone onnx --as NAME, and set classifier=NAME",
                e.problem().line());
        assertTrue(Files.notExists(lab.folders.runs()), "no run is left");
    }

    @Test
    void whatDoesNotFitTheExperimentIsToldBeforeItRuns() {
        store.importFile(MODEL, "onnx", Map.of(), "mine");
        var size = assertThrows(ProblemException.class, () -> lab.run(Map.of("image.size", "32")));
        assertEquals(
                "the ONNX model takes images of 16×16 pixels, the experiment has 32×32 – set image.size=16",
                size.problem().line());
        var node = assertThrows(ProblemException.class, () -> lab.run(Map.of("backbone.options", "features=/fc/Gemm")));
        assertTrue(node.problem().line().contains("import the file again with --option features=/fc/Gemm"));
        var backbone = assertThrows(ProblemException.class, () -> lab.run(Map.of("backbone.options", "depth=8")));
        assertTrue(backbone.problem().line().contains("has no option 'depth'"), backbone.problem()::line);
    }

    @Test
    void aBadFileIsRefusedInALineAndNothingIsKept() throws Exception {
        byte[] whole = Files.readAllBytes(MODEL);
        Path cut = Files.write(dir.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        var e = assertThrows(ProblemException.class, () -> store.importFile(cut, "onnx", Map.of(), "mine"));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertTrue(e.problem().line().startsWith("weights file cut.onnx is truncated"), e.problem()::line);
        e = assertThrows(
                ProblemException.class,
                () -> store.importFile(MODEL, "onnx", Map.of("features", "/ReduceMan"), "mine"));
        assertTrue(e.problem().line().endsWith("did you mean '/ReduceMean'?"), e.problem()::line);
        e = assertThrows(ProblemException.class, () -> store.importFile(MODEL, "cifarresnet", Map.of(), "mine"));
        assertEquals(
                "plain.onnx is an ONNX model, which backbone 'cifarresnet' does not take – import it with --backbone onnx",
                e.problem().line());
        assertEquals(List.of(), store.names());
    }

    /** Not of ONNX alone: what another backbone was imported with need not be said again. */
    @Test
    void theDepthOfAnImportedNetworkNeedNotBeRepeated() throws Exception {
        RunInfo trained = lab.run(
                Map.of(
                        "backbone",
                        "cifarresnet",
                        "backbone.options",
                        "depth=8",
                        "classifier",
                        "",
                        "pretrain.epochs",
                        "1",
                        "taps",
                        "1"),
                EnumSet.of(Stage.PRETRAIN));
        Laboratory.assertCompleted(trained);
        Path file = trained.folder().resolve("classifier.safetensors");
        store.importFile(file, "cifarresnet", Map.of("depth", "8"), "eight");
        var settings = Map.of("backbone", "cifarresnet", "classifier", "eight", "taps", "1");
        Laboratory.assertCompleted(lab.run(settings));
        var e = assertThrows(ProblemException.class, () -> store.importFile(file, "onnx", Map.of(), "mine"));
        assertTrue(e.problem().line().contains("not of an ONNX model"), e.problem()::line);
    }
}
