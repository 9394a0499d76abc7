/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Map;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A convolution of maps [N, H, W, C] whose weights never change: oneDNN rearranges them once, and may transform them as
 * Winograd's algorithm needs it, which multiplies a quarter as often. See docs/decisions/0011-winograd.md.
 *
 * @param relu whether a ReLU follows
 */
record FrozenConvolution(OneDnn library, Convolution convolution, boolean relu) implements Piece {
    private static final Logger LOG = LoggerFactory.getLogger(FrozenConvolution.class);

    @Override
    public Map<String, long[]> parameters() {
        return convolution.parameters();
    }

    FrozenConvolution withRelu() {
        return new FrozenConvolution(library, convolution, true);
    }

    @Override
    public long[] shape(long[][] inputs) {
        return ChannelsLast.lastShape(convolution.shape(new long[][] {ChannelsLast.firstShape(inputs[0])}));
    }

    @Override
    public Bound bind(Binding b) {
        var ops = new OneDnnOps(library, b.scratchpad());
        INDArray weights = b.parameter("weight");
        memory from = ops.map(b.input()), to = ops.map(b.output());
        var operation = operation(ops, b);
        memory x = beside(from, ops.hold(operation.src_desc()), ops, b);
        memory y = beside(to, ops.hold(operation.dst_desc()), ops, b);
        ops.copy(from, x);
        ops.add(
                new convolution_forward(operation),
                operation.scratchpad_desc(),
                DNNL_ARG_SRC,
                x,
                DNNL_ARG_WEIGHTS,
                ops.arranged(ops.of(weights, OneDnn.plain(weights)), ops.hold(operation.weights_desc())),
                DNNL_ARG_BIAS,
                convolution.bias() ? ops.line(b.parameter("bias")) : null,
                DNNL_ARG_DST,
                y);
        ops.copy(y, to);
        return new Forward(ops);
    }

    private convolution_forward.primitive_desc operation(OneDnnOps ops, Binding b) {
        if (Winograd.suits(convolution, b.input().size(0))) {
            try {
                return operation(ops, b, algorithm.convolution_winograd, memory.format_tag.any);
            } catch (RuntimeException e) {
                LOG.debug("no Winograd convolution on this processor: {}", e.getMessage());
            }
        }
        return operation(ops, b, algorithm.convolution_direct, memory.format_tag.acdb);
    }

    private convolution_forward.primitive_desc operation(
            OneDnnOps ops, Binding b, algorithm how, memory.format_tag maps) {
        Window window = convolution.window();
        long[] x = b.input().shape(), y = b.output().shape();
        var kind = memory.data_type.f32;
        var description = ops.hold(new convolution_forward.desc(
                prop_kind.forward_inference,
                how,
                ops.hold(new memory.desc(ChannelsLast.firstShape(x), kind, maps)),
                ops.hold(new memory.desc(b.parameter("weight").shape(), kind, memory.format_tag.any)),
                ops.hold(convolution.bias() ? OneDnn.line(convolution.out()) : new memory.desc()),
                ops.hold(new memory.desc(ChannelsLast.firstShape(y), kind, maps)),
                window.strides(),
                window.gaps(),
                window.before(x, y),
                window.after(x, y)));
        return ops.hold(new convolution_forward.primitive_desc(description, attributes(ops), library.engine()));
    }

    private primitive_attr attributes(OneDnnOps ops) {
        var attributes = ops.attributes();
        if (relu) {
            var chain = ops.hold(new post_ops());
            chain.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
            attributes.set_post_ops(chain);
        }
        return attributes;
    }

    /** The memory itself where it is laid out so, otherwise scratch memory that is. */
    private static memory beside(memory map, memory.desc layout, OneDnnOps ops, Binding b) {
        return ops.hold(map.get_desc()).equals(layout)
                ? map
                : ops.of(b.scratch().apply(new long[] {layout.get_size() / Float.BYTES}), layout);
    }

    private record Forward(OneDnnOps ops) implements Bound {
        @Override
        public void forward() {
            ops.run();
        }

        @Override
        public void close() {
            ops.close();
        }
    }
}
