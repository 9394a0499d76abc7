/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.run.DecoderImport;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.classifier.ClassifierStore;
import isotherm.nn.checkpoint.SafeTensors;
import isotherm.report.OverlayRenderer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code published_decoder.pt} was written by PyTorch, in the published layout, by {@code published_decoder.py}. */
class DecoderStoreTest {
    private static final Map<String, String> SIZES = Map.of("fc", "4", "filters", "8,8,8,8");

    @TempDir
    Path dir;

    private Laboratory lab;
    private DecoderStore store;

    @BeforeEach
    void open() {
        lab = new Laboratory(dir);
        store = new DecoderStore(lab.extensions, lab.folders);
    }

    @Test
    void aPublishedDecoderIsEvaluatedAndExplainsWithoutTraining() throws Exception {
        classifier("mine", 10, 1);
        assertEquals(
                "imported 'published': deconv of classifier 'mine', taps=1, snapshot 19, 23 tensors",
                store.importFile(published(), about(SIZES, 0, "mine", ""), "published"));
        assertEquals(List.of("published"), store.names());

        RunInfo run = evaluated(Map.of("classifier", "mine", "ood.train", ""));
        Laboratory.assertCompleted(run);
        assertFalse(Files.exists(run.folder().resolve("train.csv")));
        var weights = SafeTensors.read(run.folder().resolve("decoder.safetensors"));
        assertArrayEquals(
                new float[] {0.5f, 0.5f, 0.5f, 0.5f}, weights.find("fc1.bias").toFloatVector());
        var record = Laboratory.json(run.folder().resolve("run.json"));
        assertEquals("published", record.path("decoder_source").asText());
        assertTrue(
                record.path("warnings").toString().contains("made with normalize=reference"),
                record.path("warnings").toString());
        var metrics = Laboratory.json(run.folder().resolve("metrics.json"));
        assertEquals(6, metrics.path("results").size());

        // each image of the test set but the first of a batch, of which the published code scales the features
        List<Path> images = List.of(testImage(1), testImage(7), testImage(19), testImage(41));
        var explained = new RunExplainer(lab.extensions, lab.folders, new OverlayRenderer())
                .explain(run.id(), images, dir.resolve("out"));
        List<String> scores = Files.readAllLines(run.folder().resolve("scores/id.csv"));
        assertTrue(scores.get(0).startsWith("index,label,predicted,heatmap"), scores.get(0));
        for (int i = 0; i < images.size(); i++) {
            String line = scores.get(1 + List.of(1, 7, 19, 41).get(i));
            assertEquals(
                    Double.parseDouble(line.split(",")[3]), explained.get(i).score(), 1e-7, line);
        }
    }

    /** An image of the run's ID test set, as a file. */
    private Path testImage(int index) throws IOException {
        var request = new DatasetRequest(Split.TEST, dir, "", Map.of("count", "60"), 1);
        try (var images = new ShapesLoader().open(request)) {
            RgbImage image = images.read(index);
            var picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < image.width() * image.height(); i++) {
                byte[] p = image.pixels();
                int rgb = (p[3 * i] & 255) << 16 | (p[3 * i + 1] & 255) << 8 | p[3 * i + 2] & 255;
                picture.setRGB(i % image.width(), i / image.width(), rgb);
            }
            Path file = dir.resolve("image-" + index + ".png");
            ImageIO.write(picture, "png", file.toFile());
            return file;
        }
    }

    @Test
    void theSnapshotAndTheScalingAreWhatWasAskedFor() throws Exception {
        classifier("mine", 10, 1);
        store.importFile(published(), about(SIZES, 0, "mine", "9"), "early");
        Path file = lab.folders.decoders().file("early");
        assertArrayEquals(
                new float[] {0.25f, 0.25f, 0.25f, 0.25f},
                SafeTensors.read(file).find("fc1.bias").toFloatVector());
        Map<String, String> metadata = SafeTensors.metadata(file);
        assertEquals("-0.25..3.5", metadata.get("feature.ranges"));
        assertEquals("true", metadata.get("feature.first.row.only"));
        assertEquals("9", metadata.get("snapshot"));

        store.importFile(published(), new DecoderImport("deconv", SIZES, 1, "mine", "", true), "rows");
        assertEquals(
                "false",
                SafeTensors.metadata(lab.folders.decoders().file("rows")).get("feature.first.row.only"));

        var widths = Map.of("fc", "4", "filters", "8,8,8,8", "tap.after", "1");
        var e = assertThrows(
                ProblemException.class, () -> store.importFile(published(), about(widths, 2, "mine", ""), "two"));
        assertEquals(ReasonCode.SHAPE_MISMATCH, e.problem().code());
        assertTrue(e.getMessage().contains("is 64×8×8, the decoder's block 1 gives 8×4×4"), e.getMessage());
    }

    @Test
    void whatDoesNotFitTheClassifierIsRefusedWithBothShapes() throws Exception {
        classifier("mine", 10, 1);
        classifier("three", 3, 1);
        var wide = Map.of("fc", "4", "filters", "8,8,8,16");
        refused(about(SIZES, 0, "three", ""), "'fc1.weight' has shape [4, 74] where the network wants [4, 67]");
        refused(about(wide, 0, "mine", ""), "'conv_block4.0.weight' has shape [8, 8, 4, 4]", "wants [8, 16, 4, 4]");
        refused(about(Map.of(), 0, "mine", ""), "'fc1.weight' has shape [4, 74]", "wants [64, 74]", "--option");
        refused(
                about(Map.of("fc", "4", "filters", "8,8,8"), 0, "mine", ""),
                "heatmap of 16 pixels, the images have 32");
        refused(about(SIZES, 5, "mine", ""), "taps must be 1 to 4, not 5");
        refused(about(SIZES, 0, "mine", "149"), "has no snapshot 149 – it has these: 9, 19");
        refused(about(SIZES, 0, "nobody", ""), "no imported classifier named 'nobody'");
        assertEquals(List.of(), store.names());
    }

    @Test
    void aFileThatIsNoDecoderIsRefused() throws Exception {
        classifier("mine", 10, 1);
        Path text = Files.writeString(dir.resolve("a.pt"), "not a checkpoint");
        Path bare = dir.resolve("bare.safetensors");
        SafeTensors.write(bare, SafeTensors.read(lab.folders.classifiers().file("mine")), Map.of());
        for (var wrong : Map.of(text, "a.pt", bare, "says nothing of how features are scaled")
                .entrySet()) {
            var e = assertThrows(
                    ProblemException.class,
                    () -> store.importFile(wrong.getKey(), about(SIZES, 0, "mine", ""), "wrong"));
            assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
            assertTrue(e.getMessage().contains(wrong.getValue()), e.getMessage());
        }
        var e = assertThrows(
                ProblemException.class,
                () -> store.importFile(published(), about(SIZES, 0, "mine", ""), "../elsewhere"));
        assertEquals(ReasonCode.INPUT_INVALID, e.problem().code());
        assertEquals(List.of(), store.names());
    }

    @Test
    void anExperimentThatDiffersFromTheDecoderIsRefusedBeforeItRuns() throws Exception {
        classifier("mine", 10, 1);
        classifier("other", 10, 2);
        classifier("three", 3, 1);
        store.importFile(published(), about(SIZES, 0, "mine", ""), "published");
        for (var wrong : Map.of(
                        Map.of("classifier", "mine", "decoder.options", "fc=5;filters=8,8,8,8"),
                        "is of decoder.options=fc=4;filters=8,8,8,8, the experiment has decoder.options=fc=5;",
                        Map.of("classifier", "mine", "taps", "2"),
                        "is of taps=1, the experiment has taps=2 – set taps=1",
                        Map.of("classifier", "mine", "decoder.weights", "nothing"),
                        "no imported decoder named 'nothing'",
                        Map.of("classifier", "three"),
                        "classifier 'three' tells 3 classes apart")
                .entrySet()) {
            var e = assertThrows(ProblemException.class, () -> evaluated(wrong.getKey()));
            assertTrue(e.getMessage().contains(wrong.getValue()), e.getMessage());
        }
        assertEquals(List.of(), lab.runs.list());
        RunInfo run = evaluated(Map.of("classifier", "other"));
        assertEquals(RunState.FAILED, run.state());
        assertEquals(
                "decoder 'published' was trained on the features of a classifier with other weights – set classifier to mine",
                run.reason());
    }

    @Test
    void theDecoderOfARunIsTakenByItsId() throws Exception {
        RunInfo first = lab.run(Map.of("gallery.count", "0"));
        Laboratory.assertCompleted(first);
        RunInfo second = lab.run(
                Map.of("gallery.count", "0", "classifier", first.id(), "decoder.weights", first.id(), "ood.train", ""));
        Laboratory.assertCompleted(second);
        assertFalse(Files.exists(second.folder().resolve("train.csv")));
        assertEquals(Laboratory.metrics(first), Laboratory.metrics(second));

        store.importFile(
                first.folder().resolve("decoder.safetensors"),
                new DecoderImport("deconv", Map.of("fc", "16", "filters", "64,32,16,8"), 0, first.id(), "", false),
                "again");
        assertEquals(
                SafeTensors.metadata(first.folder().resolve("decoder.safetensors"))
                        .get("feature.ranges"),
                SafeTensors.metadata(lab.folders.decoders().file("again")).get("feature.ranges"));
    }

    @Test
    void theClassesOfFilesThatPyTorchWroteAreCompared() {
        Path golden = Path.of(System.getProperty("isotherm.shared", "absent"), "golden");
        assumeTrue(Files.isDirectory(golden), "no oracle numbers in " + golden);
        new ClassifierStore(lab.extensions, lab.folders)
                .importFile(golden.resolve("wrn40_2_cifar100/classifier.pt"), "wideresnet", Map.of(), "wrn");
        Path decoder = golden.resolve("decoder_wrn/fw4/decoder_before.pt");
        var e = assertThrows(
                ProblemException.class,
                () -> store.importFile(decoder, about(Map.of(), 4, "wrn", ""), "of-ten-classes"));
        assertTrue(e.getMessage().contains("[128, 138] where the network wants [128, 228]"), e.getMessage());
    }

    private void refused(DecoderImport about, String... words) {
        var e = assertThrows(ProblemException.class, () -> store.importFile(published(), about, "wrong"));
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
    }

    private RunInfo evaluated(Map<String, String> settings) throws InterruptedException {
        var all = new HashMap<>(Map.of("decoder.weights", "published", "decoder.options", "filters=8,8,8,8;fc=4"));
        all.putAll(settings);
        return lab.run(all, EnumSet.of(Stage.EVALUATE));
    }

    private static DecoderImport about(Map<String, String> options, int taps, String classifier, String snapshot) {
        return new DecoderImport("deconv", options, taps, classifier, snapshot, false);
    }

    private static Path published() {
        return Path.of("src/test/resources/published_decoder.pt");
    }

    /** Imports a classifier with random weights. */
    private void classifier(String name, int classes, int seed) throws IOException {
        Path file = dir.resolve(name + ".safetensors");
        var spec = new BackboneSpec(classes, 32, Map.of("depth", "8"));
        try (var random = new CifarResNetBackbone()
                .trainable(spec, new ClassifierTraining(0.9, 0, 0, seed))
                .orElseThrow()) {
            StateDict weights = random.weights();
            SafeTensors.write(file, weights, Map.of());
            weights.tensors().values().forEach(INDArray::close);
        }
        new ClassifierStore(lab.extensions, lab.folders).importFile(file, "cifarresnet", Map.of("depth", "8"), name);
    }
}
