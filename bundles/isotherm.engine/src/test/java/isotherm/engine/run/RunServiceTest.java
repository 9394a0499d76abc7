/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.*;

import isotherm.api.backbone.Backbone;
import isotherm.api.run.Progress;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.engine.classifier.ClassifierStore;
import isotherm.engine.work.Finite;
import isotherm.nn.checkpoint.SafeTensors;
import isotherm.report.OverlayRenderer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class RunServiceTest {
    @TempDir
    Path dir;

    private Laboratory lab;

    @BeforeEach
    void open() {
        lab = new Laboratory(dir);
    }

    @Test
    void anExperimentRunsFromImagesToItsReport() throws Exception {
        RunInfo run = lab.run(Map.of("taps", "2", "decoder.options", "fc=16;filters=128,64,32,16;tap.after=2"));
        Laboratory.assertCompleted(run);
        for (String file : List.of(
                "run.json",
                "pretrain.csv",
                "train.csv",
                "classifier.safetensors",
                "decoder.safetensors",
                "metrics.json",
                "scores/id.csv",
                "scores/texture.csv",
                "gallery.json",
                "report.html")) {
            assertTrue(Files.exists(run.folder().resolve(file)), file);
        }
        assertEquals(
                61, Files.readAllLines(run.folder().resolve("scores/id.csv")).size());
        var metrics = Laboratory.json(run.folder().resolve("metrics.json"));
        assertEquals(6, metrics.path("results").size());
        assertEquals(3, metrics.path("average").size());
        assertEquals(20, metrics.path("results").get(0).path("n_ood").asInt());
        assertTrue(metrics.path("thresholds").has("heatmap"));
        assertEquals(
                9,
                SafeTensors.read(run.folder().resolve("gallery.safetensors"))
                        .find("heatmaps")
                        .size(0));
        var record = Laboratory.json(run.folder().resolve("run.json"));
        assertEquals("COMPLETED", record.path("state").asText());
        assertEquals(5, record.path("stages").size());
        assertEquals("test", record.path("isotherm").path("version").asText());
        assertEquals(10, record.path("classes").size());
        assertTrue(record.path("classifier").path("accuracy").isNumber());
        explain(run);
    }

    private void explain(RunInfo run) throws IOException {
        Path image = dir.resolve("x.png");
        ImageIO.write(new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        var explainer = new RunExplainer(lab.extensions, lab.folders, new OverlayRenderer());
        var found = explainer.explain("latest", List.of(image, image), dir.resolve("out"));
        assertEquals(dir.resolve("out/x-2-heatmap.png"), found.get(1).overlay());
        assertNotNull(ImageIO.read(found.get(0).overlay().toFile()));
        assertEquals(found.get(0).score(), found.get(1).score());
        Path grey = plain("grey.png", BufferedImage.TYPE_BYTE_GRAY),
                colour = plain("colour.png", BufferedImage.TYPE_INT_RGB);
        var alike = explainer.explain("latest", List.of(grey, colour), dir.resolve("out"));
        assertEquals(alike.get(1).score(), alike.get(0).score(), "grey is repeated as it is stored");
        Path broken = Files.writeString(dir.resolve("y.png"), "no image");
        assertThrows(ProblemException.class, () -> explainer.explain("latest", List.of(broken), dir));
        // of many images those that cannot be read are left out, and told of; where that is an error, nothing is
        // written
        var told = new ArrayList<Problem>();
        var others = explainer.explain("latest", List.of(grey, broken, colour), dir.resolve("scan"), told::add);
        assertEquals(
                alike.stream().map(e -> e.score()).toList(),
                others.stream().map(e -> e.score()).toList());
        assertEquals(
                List.of(broken.toString()), told.stream().map(Problem::subject).toList());
        assertThrows(
                ProblemException.class,
                () -> explainer.explain("latest", List.of(grey, broken), dir.resolve("nothing")));
        assertFalse(Files.exists(dir.resolve("nothing")));
    }

    /** An image whose stored values are 100. */
    private Path plain(String name, int type) throws IOException {
        BufferedImage image = new BufferedImage(32, 32, type);
        int[] values = new int[32 * 32];
        Arrays.fill(values, 100);
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
            image.getRaster().setSamples(0, 0, 32, 32, band, values);
        }
        ImageIO.write(image, "png", dir.resolve(name).toFile());
        return dir.resolve(name);
    }

    @Test
    void anInterruptedRunEndsAsAnUndisturbedOne() throws Exception {
        RunInfo whole = lab.run(Map.of());
        Laboratory.assertCompleted(whole);
        var stopped = new Laboratory(dir.resolve("b"));
        RunInfo half = stopped.start(Map.of(), (run, progress) -> {
                    if (progress.stage() == Stage.PRETRAIN && progress.done() == 2) {
                        throw new IllegalStateException("killed");
                    }
                })
                .await();
        assertEquals(RunState.FAILED, half.state());
        half = again(stopped, half.id(), Stage.PRETRAIN, 3);
        half = again(stopped, half.id(), Stage.TRAIN, 7);
        assertEquals("stopped by a test", half.reason());
        RunInfo end = stopped.resume(half.id());
        Laboratory.assertCompleted(end);
        assertEquals(Laboratory.losses(whole, "pretrain.csv"), Laboratory.losses(end, "pretrain.csv"));
        assertEquals(Laboratory.losses(whole, "train.csv"), Laboratory.losses(end, "train.csv"));
        assertEquals(Laboratory.metrics(whole), Laboratory.metrics(end));
    }

    /** Resumes a run and interrupts it at a point. */
    private static RunInfo again(Laboratory lab, String id, Stage stage, long at) throws InterruptedException {
        var handle = new AtomicReference<RunHandle>();
        var ready = new CountDownLatch(1);
        handle.set(lab.runs.resume(id, new RunListener() {
            @Override
            public void progress(RunInfo run, Progress progress) {
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (progress.stage() == stage && progress.done() >= at) {
                    handle.get().interrupt("stopped by a test");
                }
            }
        }));
        ready.countDown();
        RunInfo end = handle.get().await();
        assertEquals(RunState.INTERRUPTED, end.state(), end.reason());
        return end;
    }

    @Test
    void aPluginThatGoesAwayInterruptsTheRun() throws Exception {
        RunInfo half = lab.start(Map.of(), (run, progress) -> {
                    if (progress.stage() == Stage.TRAIN
                            && progress.done() == 2
                            && !lab.extensions.list(ExtensionPoint.BACKBONE).isEmpty()) {
                        lab.extensions.remove(Backbone.class, "cifarresnet");
                    }
                })
                .await();
        assertEquals(RunState.INTERRUPTED, half.state());
        assertEquals("backbone 'cifarresnet' of bundle by.hand went away", half.reason());
        assertEquals(half.state(), lab.runs.find("latest").state());
        assertThrows(ProblemException.class, () -> lab.resume(half.id()));
        lab.extensions.add(Backbone.class, "cifarresnet", new CifarResNetBackbone());
        Laboratory.assertCompleted(lab.resume(half.id()));
        var e = assertThrows(ProblemException.class, () -> lab.resume(half.id()));
        assertEquals(ReasonCode.INPUT_INVALID, e.problem().code());
    }

    @Test
    void evaluateTakesOverWhatAnEarlierRunTrained() throws Exception {
        RunInfo first = lab.run(Map.of("switches", "fpr=reference"));
        RunInfo second = lab.run(Map.of("scores", "heatmap"), EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(second);
        var record = Laboratory.json(second.folder().resolve("run.json"));
        assertEquals(
                "classifier and decoder of run " + first.id(),
                record.path("reused").asText());
        assertArrayEquals(
                Files.readAllBytes(first.folder().resolve("decoder.safetensors")),
                Files.readAllBytes(second.folder().resolve("decoder.safetensors")));
    }

    @Test
    void anImportedClassifierIsUsedAndTheReferencePresetRuns() throws Exception {
        RunInfo trained = lab.run(Map.of(), EnumSet.of(Stage.PRETRAIN));
        Laboratory.assertCompleted(trained);
        var store = new ClassifierStore(lab.extensions, lab.folders);
        store.importFile(
                trained.folder().resolve("classifier.safetensors"), "cifarresnet", Map.of("depth", "8"), "mine");
        assertEquals(List.of("mine"), store.names());
        RunInfo run = lab.run(Map.of(
                "classifier",
                "mine",
                "preset",
                "reference",
                "switches",
                "empty.class=corrected",
                "checkpoint",
                "best"));
        Laboratory.assertCompleted(run);
        assertFalse(Files.exists(run.folder().resolve("pretrain.csv")));
        var record = Laboratory.json(run.folder().resolve("run.json"));
        assertEquals("mine", record.path("classifier").path("source").asText());
        assertTrue(record.has("training_seed"));
        assertEquals(
                20 / 5 * 3,
                Files.readAllLines(run.folder().resolve("scores/texture.csv")).size() - 1,
                "a fifth of the 60 ID images");
    }

    @Test
    void aTrainingThatDivergesAndAClassifierThatIsNoNumberEndInALine() throws Exception {
        RunInfo diverged = lab.run(Map.of(
                "pretrain.learning.rate",
                "100",
                "pretrain.weight.decay",
                "1",
                "pretrain.schedule",
                "constant",
                "pretrain.epochs",
                "30"));
        assertEquals(RunState.FAILED, diverged.state());
        assertTrue(
                diverged.reason()
                        .matches("the training diverged in epoch \\d+: .*; the checkpoint of epoch \\d+ is kept"
                                + " – start it anew with a lower pretrain.learning.rate"),
                diverged.reason());
        Path kept = diverged.folder().resolve("checkpoints/classifier.safetensors");
        assertEquals(Optional.empty(), Finite.trouble(SafeTensors.read(kept)));
        assertFalse(Files.exists(diverged.folder().resolve("classifier.safetensors")));
        RunInfo run = lab.run(Map.of(), EnumSet.of(Stage.PRETRAIN));
        Path classifier = run.folder().resolve("classifier.safetensors");
        var tensors = new LinkedHashMap<>(SafeTensors.read(classifier).tensors());
        Path stored = Files.createDirectories(dir.resolve("runs/.classifiers")).resolve("bad.safetensors");
        tensors.put("linear.bias", Nd4j.valueArrayOf(tensors.get("linear.bias").shape(), Float.NaN, DataType.FLOAT));
        SafeTensors.write(stored, new StateDict(tensors), SafeTensors.metadata(classifier));
        RunInfo bad = lab.run(Map.of("classifier", "bad"));
        assertEquals(RunState.FAILED, bad.state());
        assertEquals(
                "classifier 'bad' cannot be used: parameter 'linear.bias' holds NaN"
                        + " – import it again from a sound checkpoint",
                bad.reason());
        assertFalse(Files.exists(bad.folder().resolve("classifier.safetensors")));
    }

    @Test
    void aRunWhoseProcessDiedIsInterruptedAndNothingIsStartedThatCannotRun() throws Exception {
        RunInfo run = lab.run(Map.of(), EnumSet.of(Stage.PRETRAIN));
        Path file = run.folder().resolve("run.json");
        Laboratory.edit(file, "COMPLETED", "RUNNING");
        assertEquals(RunState.INTERRUPTED, lab.runs.find(run.id()).state());
        assertEquals("its process died", lab.runs.find(run.id()).reason());
        for (var wrong : Map.of("score", "no setting", "scores", "no score named", "classifier", "no imported")
                .entrySet()) {
            var e = assertThrows(ProblemException.class, () -> lab.run(Map.of(wrong.getKey(), "nonsense")));
            assertTrue(e.getMessage().contains(wrong.getValue()), e.getMessage());
        }
        assertEquals(1, lab.runs.list().size());
    }
}
