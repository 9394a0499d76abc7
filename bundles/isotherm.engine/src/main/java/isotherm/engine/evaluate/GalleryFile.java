/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.run.Seal;
import isotherm.api.tensor.StateDict;
import isotherm.engine.data.ImageSet;
import isotherm.engine.image.ImageScaling;
import isotherm.engine.run.AtomicFile;
import isotherm.engine.run.RunFiles;
import isotherm.engine.work.Arrays32;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Collects the images that a report shows, with their heatmaps and, for OOD images, their prototypes. */
public final class GalleryFile {
    private final String score;
    private final ImageSet idTrain;
    private final ObjectNode root = new ObjectMapper().createObjectNode();
    private final ArrayNode entries;
    private final ByteArrayOutputStream images = new ByteArrayOutputStream();
    private final ByteArrayOutputStream prototypes = new ByteArrayOutputStream();
    private final List<float[]> heatmaps = new ArrayList<>();
    private int prototypeRows;

    /**
     * @param score the score shown with each image
     * @param threshold above which an image is called OOD
     * @param scale of colours, the same for all images
     * @param idTrain where prototypes come from
     */
    public GalleryFile(String score, double threshold, HeatScale scale, ImageSet idTrain) {
        this.score = score;
        this.idTrain = idTrain;
        root.put("scale_max", scale.max())
                .put("scale_share", HeatScale.SHARE)
                .put("scale_factor", HeatScale.FACTOR)
                .put("threshold", threshold)
                .put("score", score);
        entries = root.putArray("images");
    }

    /**
     * Adds the shown images of a set.
     *
     * @param prototype for each of them the place of its prototype in the ID training set; empty for an ID set
     */
    public void add(ScoredSet set, int[] prototype) throws IOException {
        for (int i = 0; i < set.shown().length; i++) {
            int place = set.shown()[i];
            boolean ood = prototype.length > 0;
            entries.addObject()
                    .put("dataset", set.images().label())
                    .put("kind", ood ? "ood" : "id")
                    .put("index", set.images().indices()[place])
                    .put("label", set.images().label(place))
                    .put("class", className(set.images(), place))
                    .put("predicted", set.features().predicted()[place])
                    .put("score", set.scores().get(score)[place])
                    .put("image", heatmaps.size())
                    .put("prototype", ood ? prototypeRows : -1);
            images.write(set.images().read(place));
            heatmaps.add(set.magnitudes()[i]);
            if (ood) {
                prototypes.write(idTrain.read(prototype[i]));
                prototypeRows++;
            }
        }
    }

    /** In the words of the image's own data set; empty where it has no class there. */
    private static String className(ImageSet images, int place) {
        int label = images.label(place);
        List<String> classes = images.data().classes();
        return label >= 0 && label < classes.size() ? classes.get(label) : "";
    }

    /** Writes the tensors, then the list that points into them. */
    public void write(RunFiles files) throws IOException {
        int size = idTrain.preparation().size();
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        if (!heatmaps.isEmpty()) {
            tensors.put("images", ImageScaling.symmetric().tensor(images.toByteArray(), size));
            INDArray all = Nd4j.create(heatmaps.toArray(float[][]::new));
            tensors.put("heatmaps", all.reshape(heatmaps.size(), size, size));
        }
        if (prototypeRows > 0) {
            tensors.put("prototypes", ImageScaling.symmetric().tensor(prototypes.toByteArray(), size));
        }
        SafeTensors.write(files.galleryTensors(), new StateDict(tensors), Map.of());
        Arrays32.close(tensors.values());
        AtomicFile.write(files.gallery(), Seal.json(root.toPrettyString()));
    }
}
