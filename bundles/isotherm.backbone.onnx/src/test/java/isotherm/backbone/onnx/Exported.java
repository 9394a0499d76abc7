/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import isotherm.nn.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model that PyTorch exported, with what PyTorch computes by it beside it: see export.py. */
record Exported(Path folder, String name) {
    /** The one that lies here, for machines without PyTorch. */
    static final Exported PLAIN = new Exported(Path.of("src/test/resources"), "plain");

    private static final double CLOSE = 1e-4;

    StateDict weights() {
        return Checkpoints.read(folder.resolve(name + ".onnx")).stateDict();
    }

    INDArray array(String what) {
        return Nd4j.createFromNpyFile(folder.resolve(name + "-" + what + ".npy").toFile())
                .castTo(DataType.FLOAT)
                .dup('c');
    }

    /** Imports it with options. */
    BackboneSpec recognized(int imageSize, Map<String, String> options) {
        return new OnnxBackbone().recognize(weights(), imageSize, options).orElseThrow();
    }

    /** Holds a classifier to PyTorch's numbers, for the batch that PyTorch had and for some after the other. */
    void assertSame(FrozenClassifier classifier, int taps, int times) {
        assertEquals(taps, classifier.layout().taps().size());
        INDArray images = repeated(array("images"), times);
        var features = classifier.forward(images, taps);
        near("z", features.z(), times);
        near("logits", features.logits(), times);
        for (int tap = 1; tap <= taps; tap++) {
            near("tap" + tap, features.taps().get(tap - 1), times);
        }
    }

    private void near(String what, INDArray found, int times) {
        INDArray expected = repeated(array(what), times);
        assertArrayEquals(expected.shape(), found.shape(), what);
        double largest = Math.max(1, expected.amaxNumber().doubleValue());
        assertEquals(0, expected.sub(found).amaxNumber().doubleValue(), CLOSE * largest, name + ": " + what);
    }

    private static INDArray repeated(INDArray batch, int times) {
        List<INDArray> batches = new ArrayList<>(Collections.nCopies(times, batch));
        return Nd4j.concat(0, batches.toArray(INDArray[]::new));
    }
}
