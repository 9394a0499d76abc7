/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.onnxruntime;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.OnnxNetwork;
import isotherm.api.wiring.ProblemException;
import isotherm.nn.Floats;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A frozen classifier that ONNX Runtime computes, from and into ND4J's memory without copies. */
public final class OrtClassifier implements FrozenClassifier {
    /** Features of the last batch sizes keep their memory; a set of images has its full batches, and a smaller last one. */
    private static final int SIZES = 2;

    private final FeatureLayout layout;
    private final OnnxNetwork network;
    private final Map<List<Integer>, OrtBatch> batches = new LinkedHashMap<>(4, 0.75f, true);
    private OrtModel model;

    private OrtClassifier(FeatureLayout layout, OnnxNetwork network, OrtModel model) {
        this.layout = layout;
        // the bytes are ONNX Runtime's now
        this.network = new OnnxNetwork(
                new byte[0], network.input(), network.z(), network.logits(), network.taps(), network.batch());
        this.model = model;
    }

    /** @throws ProblemException as {@link OrtModel#open} */
    public static OrtClassifier open(FeatureLayout layout, OnnxNetwork network) {
        return new OrtClassifier(layout, network, OrtModel.open(network.model()));
    }

    @Override
    public FeatureLayout layout() {
        return layout;
    }

    @Override
    public Features forward(INDArray images, int taps) {
        if (model == null) {
            throw new IllegalStateException("the classifier is closed");
        }
        int side = layout.imageSize();
        if (images.rank() != 4
                || images.size(0) < 1
                || images.size(1) != 3
                || images.size(2) != side
                || images.size(3) != side) {
            throw new IllegalArgumentException("images of shape " + Arrays.toString(images.shape()) + " where [N, 3, "
                    + side + ", " + side + "] is wanted");
        }
        if (taps < 0 || taps > layout.taps().size()) {
            throw new IllegalArgumentException(
                    taps + " taps asked for, there are " + layout.taps().size());
        }
        var key = List.of(Math.toIntExact(images.size(0)), taps);
        OrtBatch batch = batches.get(key);
        if (batch == null) {
            for (Iterator<OrtBatch> oldest = batches.values().iterator(); batches.size() >= SIZES; ) {
                oldest.next().close();
                oldest.remove();
            }
            batch = new OrtBatch(layout, network, key.get(0), taps);
            batches.put(key, batch);
        }
        batch.run(model, Floats.read(images));
        return batch.features();
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
            model = null;
            batches.values().forEach(OrtBatch::close);
            batches.clear();
        }
    }
}
