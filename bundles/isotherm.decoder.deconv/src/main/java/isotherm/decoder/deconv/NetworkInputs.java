/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.TapShape;
import isotherm.api.decoder.DecoderInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Joins z and the one-hot predicted class into the network's first input; the array is kept for batches of one size. */
final class NetworkInputs implements AutoCloseable {
    private final FeatureLayout layout;
    private final int maps;
    private INDArray joined;

    NetworkInputs(FeatureLayout layout, int maps) {
        this.layout = layout;
        this.maps = maps;
    }

    List<INDArray> of(DecoderInput input) {
        check(input);
        int n = input.predicted().length, z = layout.zSize();
        if (joined == null || joined.size(0) != n) {
            close();
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                joined = Nd4j.create(DataType.FLOAT, new long[] {n, z + layout.classes()}, 'c');
            }
        }
        joined.assign(0);
        joined.get(NDArrayIndex.all(), NDArrayIndex.interval(0, z)).assign(input.z());
        for (int i = 0; i < n; i++) {
            joined.putScalar(i, z + input.predicted()[i], 1f);
        }
        var inputs = new ArrayList<INDArray>();
        inputs.add(joined);
        inputs.addAll(input.taps());
        return inputs;
    }

    private void check(DecoderInput input) {
        long n = input.predicted().length;
        require("z", input.z(), n, layout.zSize());
        if (input.taps().size() != maps) {
            throw new IllegalArgumentException(input.taps().size() + " feature maps where " + maps + " are wanted");
        }
        for (int j = 0; j < maps; j++) {
            TapShape tap = layout.taps().get(j);
            require(tap.name(), input.taps().get(j), n, tap.channels(), tap.height(), tap.width());
        }
        for (int c : input.predicted()) {
            if (c < 0 || c >= layout.classes()) {
                throw new IllegalArgumentException("class " + c + " of " + layout.classes());
            }
        }
    }

    static void require(String what, INDArray array, long... shape) {
        if (!Arrays.equals(array.shape(), shape)) {
            throw new IllegalArgumentException(what + " has shape " + Arrays.toString(array.shape()) + " where "
                    + Arrays.toString(shape) + " is wanted");
        }
    }

    @Override
    public void close() {
        if (joined != null) {
            joined.close();
            joined = null;
        }
    }
}
