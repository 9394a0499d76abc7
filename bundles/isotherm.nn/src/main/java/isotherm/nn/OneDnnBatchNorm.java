/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation in training, of maps that lie as [N, H, W, C]; oneDNN remembers where the ReLU was cold. */
final class OneDnnBatchNorm implements Piece.Bound {
    private final BatchNorm norm;
    private final OneDnnOps ahead;
    private final OneDnnOps back;
    private final FloatBuffer mean;
    private final FloatBuffer variance;
    private final FloatBuffer runningMean;
    private final FloatBuffer runningVariance;
    private final double unbiased;

    OneDnnBatchNorm(OneDnn library, BatchNorm norm, Binding b) {
        this.norm = norm;
        ahead = new OneDnnOps(library, b.scratchpad());
        back = new OneDnnOps(library, b.scratchpad());
        int channels = (int) norm.channels();
        double count = (double) b.input().length() / channels;
        unbiased = count / Math.max(1, count - 1);
        runningMean = Floats.of(b.parameter("running_mean"));
        runningVariance = Floats.of(b.parameter("running_var"));
        FloatPointer means = ahead.hold(new FloatPointer(channels));
        FloatPointer variances = ahead.hold(new FloatPointer(channels));
        mean = means.asBuffer();
        variance = variances.asBuffer();

        int flags = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
        flags |= norm.relu() ? normalization_flags.fuse_norm_relu.value : 0;
        var map = ahead.hold(OneDnn.last(b.input()));
        float epsilon = (float) norm.epsilon();
        var forward = ahead.hold(new batch_normalization_forward.primitive_desc(
                ahead.hold(new batch_normalization_forward.desc(prop_kind.forward_training.value, map, epsilon, flags)),
                ahead.attributes(),
                library.engine()));
        var line = ahead.hold(OneDnn.line(channels));
        memory centre = ahead.hold(new memory(line, library.engine(), means));
        memory spread = ahead.hold(new memory(line, library.engine(), variances));
        var shared = Arrays.asList(
                DNNL_ARG_SRC,
                ahead.map(b.input()),
                DNNL_ARG_MEAN,
                centre,
                DNNL_ARG_VARIANCE,
                spread,
                DNNL_ARG_SCALE,
                ahead.line(b.parameter("weight")),
                DNNL_ARG_SHIFT,
                ahead.line(b.parameter("bias")),
                DNNL_ARG_WORKSPACE,
                norm.relu() ? ahead.own(ahead.hold(forward.workspace_desc())) : null);
        ahead.add(
                new batch_normalization_forward(forward),
                forward.scratchpad_desc(),
                with(shared, DNNL_ARG_DST, ahead.map(b.output())));

        // oneDNN has no backward pass that leaves the input's gradient out
        INDArray dx = b.inputGradient() != null
                ? b.inputGradient()
                : b.scratch().apply(b.input().shape());
        var backward = back.hold(new batch_normalization_backward.primitive_desc(
                back.hold(new batch_normalization_backward.desc(prop_kind.backward.value, map, map, epsilon, flags)),
                back.attributes(),
                library.engine(),
                forward));
        back.add(
                new batch_normalization_backward(backward),
                backward.scratchpad_desc(),
                with(
                        shared,
                        DNNL_ARG_DIFF_DST,
                        back.map(b.outputGradient()),
                        DNNL_ARG_DIFF_SRC,
                        back.map(dx),
                        DNNL_ARG_DIFF_SCALE,
                        back.line(b.gradient("weight")),
                        DNNL_ARG_DIFF_SHIFT,
                        back.line(b.gradient("bias"))));
    }

    private static Object[] with(List<Object> shared, Object... more) {
        List<Object> all = new ArrayList<>(shared);
        all.addAll(List.of(more));
        return all.toArray();
    }

    @Override
    public void forward() {
        ahead.run();
        double share = norm.momentum();
        for (int c = 0; c < norm.channels(); c++) {
            runningMean.put(c, (float) ((1 - share) * runningMean.get(c) + share * mean.get(c)));
            double found = share * variance.get(c) * unbiased;
            runningVariance.put(c, (float) ((1 - share) * runningVariance.get(c) + found));
        }
    }

    @Override
    public void backward() {
        back.run();
    }

    @Override
    public void close() {
        back.close();
        ahead.close();
    }
}
