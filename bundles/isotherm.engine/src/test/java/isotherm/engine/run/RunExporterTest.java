/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.Features;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.run.DecoderImport;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Stage;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.decoder.deconv.DeconvDecoder;
import isotherm.engine.work.Arrays32;
import isotherm.nn.checkpoint.SafeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RunExporterTest {
    private static final Map<String, String> OPTIONS = Map.of("fc", "16", "filters", "128,64,32,16", "tap.after", "2");
    private static final int IMAGES = 6;

    @TempDir
    Path dir;

    private Laboratory lab;

    @BeforeEach
    void open() {
        lab = new Laboratory(dir);
    }

    @Test
    void pyTorchComputesTheHeatmapsOfAnExportedDecoder() throws Exception {
        PyTorch.need(dir);
        RunInfo run = trained();
        Path exported = dir.resolve("exported");
        new RunExporter(lab.folders).export(run.id(), exported);
        Path seen = dir.resolve("seen.safetensors");
        SafeTensors.write(seen, seen(run), Map.of());
        var arguments = new ArrayList<>(List.of(exported.toString(), seen.toString()));
        Path peer = Path.of(System.getProperty("isotherm.shared", "absent"), "peer");
        boolean modules = Files.exists(peer.resolve("models.py"));
        if (modules) {
            arguments.add(peer.toString());
        }
        List<String> lines =
                PyTorch.run(dir, Path.of("src/test/resources/heatmap.py"), arguments.toArray(String[]::new));
        assertEquals(modules ? 2 : 1, lines.size(), lines::toString);
        for (String line : lines) {
            String[] words = line.split(" ");
            assertTrue(Double.parseDouble(words[1]) <= 1e-4, line);
            assertTrue(Double.parseDouble(words[2]) > 0.01, () -> "a heatmap that is cold tells nothing: " + line);
        }
    }

    /** Images, their features and Isotherm's heatmaps of them. */
    private static StateDict seen(RunInfo run) {
        var files = new RunFiles(run.folder());
        var spec = new BackboneSpec(10, 32, Map.of("depth", "8"));
        StateDict weights = SafeTensors.read(files.classifier());
        var seen = new LinkedHashMap<String, INDArray>();
        INDArray images = Nd4j.rand(DataType.FLOAT, new long[] {IMAGES, 3, 32, 32})
                .muli(4)
                .subi(2);
        seen.put("images", images);
        try (var classifier = new CifarResNetBackbone().open(spec, weights)) {
            Features features = classifier.forward(images, 2);
            INDArray classes = Nd4j.create(DataType.INT64, IMAGES);
            int[] predicted = new int[IMAGES];
            for (int i = 0; i < IMAGES; i++) {
                predicted[i] = Arrays32.largest(features.logits().getRow(i).toFloatVector());
                classes.putScalar(i, predicted[i]);
            }
            seen.put("predicted", classes);
            seen.put("z", features.z().dup('c'));
            var file = new DecoderFile(files.decoder());
            var scaling = file.scaling(classifier.layout());
            INDArray z =
                    scaling.array(Arrays32.values(features.z()), 0, features.z().shape());
            var maps = new ArrayList<INDArray>();
            for (int i = 0; i < 2; i++) {
                INDArray map = features.taps().get(i);
                seen.put("map" + (i + 1), map.dup('c'));
                maps.add(scaling.array(Arrays32.values(map), 1 + i, map.shape()));
            }
            try (var decoder = file.open(new DeconvDecoder(), classifier.layout(), new DecoderSpec(3, OPTIONS))) {
                seen.put(
                        "heatmaps",
                        decoder.heatmaps(new DecoderInput(z, predicted, maps)).dup('c'));
            }
        } finally {
            Arrays32.close(weights);
        }
        return new StateDict(seen);
    }

    @Test
    void anExportSaysWhatItIsAndIsImportedAgain() throws Exception {
        RunInfo run = trained();
        Path exported = dir.resolve("exported");
        var exporter = new RunExporter(lab.folders);
        assertEquals(
                List.of(exported.resolve("classifier.safetensors"), exported.resolve("decoder.safetensors")),
                exporter.export("latest", exported));
        Map<String, String> about = SafeTensors.metadata(exported.resolve("decoder.safetensors"));
        assertEquals("pt", about.get("format"));
        assertEquals(run.id(), about.get("run"));
        assertEquals("3", about.get("taps"));
        assertEquals(3, about.get("min").split(",").length, about::toString);
        assertEquals(
                "cifarresnet",
                SafeTensors.metadata(exported.resolve("classifier.safetensors")).get("backbone"));

        var again = assertThrows(ProblemException.class, () -> exporter.export(run.id(), exported));
        assertEquals(ReasonCode.INPUT_INVALID, again.problem().code());
        var store = new DecoderStore(lab.extensions, lab.folders);
        store.importFile(
                exported.resolve("decoder.safetensors"),
                new DecoderImport("deconv", OPTIONS, 0, run.id(), "", false),
                "back");
        var e = assertThrows(
                ProblemException.class,
                () -> store.importFile(
                        exported.resolve("decoder.safetensors"),
                        new DecoderImport("deconv", OPTIONS, 1, run.id(), "", false),
                        "wrong"));
        assertTrue(e.getMessage().contains("is of taps=3, not of taps=1"), e.getMessage());
        assertEquals(List.of("back"), store.names());
    }

    @Test
    void aRunWithoutADecoderExportsItsClassifierAlone() throws Exception {
        RunInfo run = lab.run(Map.of("pretrain.epochs", "1"), EnumSet.of(Stage.PRETRAIN));
        Path exported = dir.resolve("exported");
        var exporter = new RunExporter(lab.folders);
        assertEquals(1, exporter.export(run.id(), exported).size());
        Files.delete(run.folder().resolve("classifier.safetensors"));
        var e = assertThrows(ProblemException.class, () -> exporter.export(run.id(), dir.resolve("other")));
        assertEquals(ReasonCode.WEIGHTS_MISSING, e.problem().code());
        assertFalse(Files.exists(dir.resolve("other")));
    }

    private RunInfo trained() throws InterruptedException {
        RunInfo run = lab.run(
                Map.of(
                        "taps",
                        "3",
                        "decoder.options",
                        "fc=16;filters=128,64,32,16;tap.after=2",
                        "pretrain.epochs",
                        "1"),
                EnumSet.of(Stage.TRAIN));
        Laboratory.assertCompleted(run);
        return run;
    }
}
