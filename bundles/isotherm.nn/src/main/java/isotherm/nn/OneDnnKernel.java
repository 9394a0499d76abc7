/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A kernel that slides over wide maps to narrow ones, by oneDNN: a convolution goes forward from the wide to the narrow, a
 * transposed one from the narrow to the wide. Maps lie as [N, H, W, C]; weights stay as PyTorch has them.
 */
final class OneDnnKernel {
    private static final algorithm DIRECT = algorithm.convolution_direct;
    private final OneDnn library;
    private final OneDnnOps ops;
    private final memory.desc wide;
    private final memory.desc narrow;
    private final memory.desc any;
    private final memory.desc bias;
    private final long[] stride;
    private final long[] dilation;
    private final long[] before;
    private final long[] after;
    private final memory kernel;
    private final convolution_forward.primitive_desc forward;

    /**
     * @param ops holds everything that the kernel makes
     * @param biased whether a bias goes with the weights
     */
    OneDnnKernel(
            OneDnn library,
            OneDnnOps ops,
            Window window,
            INDArray wideMap,
            INDArray narrowMap,
            INDArray weights,
            boolean biased,
            boolean training) {
        this.library = library;
        this.ops = ops;
        wide = ops.hold(OneDnn.last(wideMap));
        narrow = ops.hold(OneDnn.last(narrowMap));
        any = ops.hold(new memory.desc(weights.shape(), memory.data_type.f32, memory.format_tag.any));
        bias = ops.hold(biased ? OneDnn.line(weights.size(0)) : new memory.desc());
        stride = window.strides();
        dilation = window.gaps();
        before = window.before(wideMap.shape(), narrowMap.shape());
        after = window.after(wideMap.shape(), narrowMap.shape());
        kernel = ops.of(weights, OneDnn.plain(weights));
        var description = ops.hold(new convolution_forward.desc(
                training ? prop_kind.forward_training : prop_kind.forward_inference,
                DIRECT,
                wide,
                any,
                bias,
                narrow,
                stride,
                dilation,
                before,
                after));
        forward = ops.hold(new convolution_forward.primitive_desc(description, ops.attributes(), library.engine()));
    }

    /** @param shift the bias; null where there is none */
    void toNarrow(OneDnnOps into, INDArray from, INDArray shift, INDArray to) {
        memory weights = into.in(ops.hold(forward.weights_desc()), kernel);
        into.add(
                new convolution_forward(forward),
                forward.scratchpad_desc(),
                DNNL_ARG_SRC,
                into.map(from),
                DNNL_ARG_WEIGHTS,
                weights,
                DNNL_ARG_BIAS,
                into.line(shift),
                DNNL_ARG_DST,
                into.map(to));
    }

    void toWide(OneDnnOps into, INDArray from, INDArray to) {
        var made = ops.hold(new convolution_backward_data.primitive_desc(
                ops.hold(
                        new convolution_backward_data.desc(DIRECT, wide, any, narrow, stride, dilation, before, after)),
                ops.attributes(),
                library.engine(),
                forward));
        memory weights = into.in(ops.hold(made.weights_desc()), kernel);
        into.add(
                new convolution_backward_data(made),
                made.scratchpad_desc(),
                DNNL_ARG_DIFF_DST,
                into.map(from),
                DNNL_ARG_WEIGHTS,
                weights,
                DNNL_ARG_DIFF_SRC,
                into.map(to));
    }

    /** @param shift where the bias's gradient goes, the sum of the narrow maps; null where there is none */
    void gradient(OneDnnOps into, INDArray wideMap, INDArray narrowMap, INDArray weights, INDArray shift) {
        var made = ops.hold(new convolution_backward_weights.primitive_desc(
                ops.hold(new convolution_backward_weights.desc(
                        DIRECT, wide, any, bias, narrow, stride, dilation, before, after)),
                ops.attributes(),
                library.engine(),
                forward));
        memory wanted = into.of(weights, OneDnn.plain(weights));
        memory found = into.like(ops.hold(made.diff_weights_desc()), wanted);
        into.add(
                new convolution_backward_weights(made),
                made.scratchpad_desc(),
                DNNL_ARG_SRC,
                into.map(wideMap),
                DNNL_ARG_DIFF_DST,
                into.map(narrowMap),
                DNNL_ARG_DIFF_WEIGHTS,
                found,
                DNNL_ARG_DIFF_BIAS,
                into.line(shift));
        into.copy(found, wanted);
    }
}
