/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The off-heap memory of a network's frames. Frames are planned once and never run at the same time, so each plans as if
 * all of it were free; what one activation no longer needs, a later one of the same plan takes over.
 */
final class Blocks {
    private final List<INDArray> blocks = new ArrayList<>();
    private final List<INDArray> free = new ArrayList<>();
    private final Scratchpad scratchpad = new Scratchpad();

    /** What oneDNN's operations share. */
    Scratchpad scratchpad() {
        return scratchpad;
    }

    /** Begins a new plan. */
    void reset() {
        free.clear();
        free.addAll(blocks);
    }

    /** The smallest free block that holds the shape, or a new one. */
    INDArray take(long... shape) {
        long length = 1;
        for (long size : shape) {
            length = Math.multiplyExact(length, size);
        }
        INDArray best = null;
        for (INDArray block : free) {
            if (block.length() >= length && (best == null || block.length() < best.length())) {
                best = block;
            }
        }
        if (best == null || best.length() > Math.max(4 * length, 1024)) {
            best = outsideWorkspaces(length);
            blocks.add(best);
        } else {
            free.remove(best);
        }
        return reshape(best, shape);
    }

    void release(INDArray array) {
        for (INDArray block : blocks) {
            if (Floats.share(block, array)) {
                if (free.stream().noneMatch(one -> one == block)) {
                    free.add(block);
                }
                return;
            }
        }
    }

    /** The first numbers of a block, or of what lies at its beginning, under another shape; no copy. */
    static INDArray reshape(INDArray array, long... shape) {
        if (array.offset() != 0 || !Floats.isDense(array)) {
            throw new IllegalArgumentException("a part of " + Arrays.toString(array.shape()) + " is no block");
        }
        return Nd4j.create(array.data(), shape, Nd4j.getStrides(shape, 'c'), 0, 'c');
    }

    static INDArray outsideWorkspaces(long... shape) {
        try (var none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(DataType.FLOAT, shape, 'c');
        }
    }

    /** A dense float32 copy in C order. */
    static INDArray copy(INDArray array) {
        INDArray copy = outsideWorkspaces(array.shape());
        copy.assign(array);
        return copy;
    }

    /** To be called when the frames are closed. */
    void close() {
        scratchpad.close();
        blocks.forEach(INDArray::close);
        blocks.clear();
        free.clear();
    }
}
