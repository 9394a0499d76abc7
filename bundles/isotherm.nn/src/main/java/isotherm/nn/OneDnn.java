/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Optional;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN, the library of network operations, driven without libnd4j between: maps then stay in the order in which it
 * computes, and a backward pass costs half as much. See docs/decisions/0009-onednn.md.
 */
final class OneDnn {
    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
    private final engine cpu;
    private final stream queue;

    private OneDnn() {
        cpu = new engine(engine.kind.cpu, 0);
        queue = new stream(cpu);
    }

    /** Loaded when first asked for. */
    private static final class Holder {
        static final Optional<OneDnn> LIBRARY = load();

        private static Optional<OneDnn> load() {
            try {
                return Optional.of(new OneDnn());
            } catch (LinkageError | RuntimeException e) {
                LOG.warn("oneDNN cannot be loaded ({}): networks run on libnd4j alone, which is slower", e.toString());
                return Optional.empty();
            }
        }
    }

    /** Empty where the library is not there for this machine. */
    static Optional<OneDnn> library() {
        return Holder.LIBRARY;
    }

    engine engine() {
        return cpu;
    }

    stream stream() {
        return queue;
    }

    /** How numbers of four axes lie in C order. */
    static memory.desc plain(INDArray array) {
        return new memory.desc(array.shape(), memory.data_type.f32, memory.format_tag.abcd);
    }

    static memory.desc line(long length) {
        return new memory.desc(new long[] {length}, memory.data_type.f32, memory.format_tag.a);
    }

    /** How a map [N, C, H, W] lies in memory as [N, H, W, C]; the array has the latter shape. */
    static memory.desc last(INDArray map) {
        long[] shape = ChannelsLast.firstShape(map.shape());
        return new memory.desc(shape, memory.data_type.f32, memory.format_tag.acdb);
    }
}
