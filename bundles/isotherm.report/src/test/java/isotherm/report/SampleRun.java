/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.tensor.StateDict;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small run folder with every file a completed run leaves for its report. */
final class SampleRun {
    static final String LONG_NAME = "an_ood_set_with_a_name_that_is_longer_than_a_narrow_page_is_wide";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIDE = 4;

    private final Path folder;

    private SampleRun(Path folder) {
        this.folder = folder;
    }

    static SampleRun in(Path folder) throws IOException {
        var run = new SampleRun(folder);
        run.put(
                "run.json",
                """
                {"id":"demo-1","experiment":"demo","description":"Drawn shapes","state":"COMPLETED","reason":"",
                 "preset":"corrected","seed":1,"started":"2026-11-24T21:54:02Z","ended":"2026-11-24T21:56:27Z",
                 "requested":["PRETRAIN","TRAIN","EVALUATE","REPORT"],"warnings":["two images could not be read"],
                 "switches":{"fpr":"corrected"},"settings":{"backbone":"cifarresnet","epochs":"15"},
                 "hashes":{"id.train":"shapes-1","classifier":"%1$s"},"classes":["disc","ring"],
                 "classifier":{"accuracy":0.9987,"epoch":2,"validation_accuracy":0.75},"backend":"cpu","java":"17","host":"Linux",
                 "stages":[{"stage":"TRAIN","seconds":74.23}],
                 "isotherm":{"version":"1.1.0","bundles":[{"name":"isotherm.nn","version":"1.1.0","sha256":"%1$s"}]}}
                """
                        .formatted("7d87041259937bb28ece008406efa78926da7d8dee797fd1bf335f280dad9b7b"));
        run.put("train.csv", "epoch,loss,images_per_second\n1,1367.5,1500\n2,1106.25,1700\n");
        run.put(
                "pretrain.csv",
                "epoch,loss,training_accuracy,validation_accuracy,validation_loss,learning_rate\n"
                        + "1,2.0,0.125,0.25,2.1,0.1\n2,0.5,0.625,0.75,0.6,0.05\n");
        Files.createDirectory(folder.resolve("scores"));
        run.scores("id", 0);
        run.scores("texture", 3);
        run.scores(LONG_NAME, 1);
        run.put("metrics.json", metrics());
        run.putGallery();
        return run;
    }

    Path folder() {
        return folder;
    }

    void put(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    ObjectNode json(String name) throws IOException {
        return (ObjectNode) JSON.readTree(folder.resolve(name).toFile());
    }

    void set(String name, String key, Object value) throws IOException {
        ObjectNode root = json(name);
        root.set(key, JSON.valueToTree(value));
        put(name, root.toString());
    }

    /** Rewrites every text value within a JSON file. */
    void rewriteTexts(String name, UnaryOperator<String> to) throws IOException {
        put(name, rewritten(json(name), to).toString());
    }

    void tensors(Map<String, INDArray> tensors) throws IOException {
        SafeTensors.write(folder.resolve("gallery.safetensors"), new StateDict(tensors), Map.of());
    }

    private static JsonNode rewritten(JsonNode node, UnaryOperator<String> to) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(e -> e.setValue(rewritten(e.getValue(), to)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, rewritten(array.get(i), to));
            }
        } else if (node.isTextual()) {
            return JSON.getNodeFactory().textNode(to.apply(node.asText()));
        }
        return node;
    }

    private void scores(String set, double shift) throws IOException {
        var random = new Random(set.hashCode());
        var text = new StringBuilder("index,label,predicted,heatmap,energy\n");
        for (int i = 0; i < 300; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%d,0,1,%.6f,%.6f%n",
                    i,
                    Math.exp(random.nextGaussian() + shift) / 100,
                    random.nextGaussian() * 5 - 10));
        }
        put("scores/" + set + ".csv", text.toString());
    }

    private static String metrics() {
        var root = JSON.createObjectNode().put("run", "demo-1");
        var results = root.putArray("results");
        for (String set : List.of("texture", LONG_NAME)) {
            values(
                    results.addObject()
                            .put("dataset", set)
                            .put("score", "heatmap")
                            .put("n_id", 300)
                            .put("n_ood", 100),
                    0.8765);
            values(
                    results.addObject()
                            .put("dataset", set)
                            .put("score", "energy")
                            .put("n_id", 300)
                            .put("n_ood", 100),
                    0.5);
        }
        var average = root.putArray("average");
        values(average.addObject().put("score", "heatmap"), 0.8765);
        values(average.addObject().put("score", "energy"), 0.5);
        root.putObject("thresholds").put("heatmap", 0.05).put("energy", -2.0);
        return root.toString();
    }

    private static void values(ObjectNode result, double value) {
        result.put("auroc", value).put("aupr_in", value).put("aupr_out", value);
        result.put("fpr95_id_positive", 1 - value)
                .put("fpr95_ood_positive", 1 - value)
                .put("detection_error", 1 - value);
    }

    private void putGallery() throws IOException {
        put(
                "gallery.json",
                """
                {"scale_max":0.5,"scale_share":0.95,"scale_factor":10,"threshold":0.05,"score":"heatmap","images":[
                {"dataset":"shapes","kind":"id","index":0,"label":1,"predicted":1,"score":0.01,"image":0,"prototype":-1},
                {"dataset":"shapes","kind":"id","index":9,"label":1,"predicted":0,"score":0.06,"image":1,"prototype":-1},
                {"dataset":"../texture","kind":"ood","index":7,"label":-1,"predicted":0,"score":0.3,"image":2,"prototype":0},
                {"dataset":"../texture","kind":"ood","index":8,"label":-1,"predicted":0,"score":0.02,"image":3,"prototype":1}]}
                """);
        tensors(Map.of(
                "images", Nd4j.rand(4, 3, SIDE, SIDE).muli(2).subi(1),
                "heatmaps", Nd4j.rand(4, SIDE, SIDE),
                "prototypes", Nd4j.rand(2, 3, SIDE, SIDE)));
    }
}
