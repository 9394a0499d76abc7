/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** oneDNN operations that run one after the other on memory of theirs or of arrays, and everything they hold. */
final class OneDnnOps implements AutoCloseable {
    private final OneDnn library;
    private final List<Runnable> steps = new ArrayList<>();
    private final List<Pointer> held = new ArrayList<>();

    OneDnnOps(OneDnn library) {
        this.library = library;
    }

    /** Keeps a native object for as long as the operations. */
    <P extends Pointer> P hold(P pointer) {
        held.add(pointer);
        return pointer;
    }

    /** The numbers of an array, under a description of how they lie. */
    memory of(INDArray array, memory.desc layout) {
        return hold(new memory(hold(layout), library.engine(), hold(Floats.pointer(array))));
    }

    /** A map [N, H, W, C]. */
    memory map(INDArray array) {
        return of(array, OneDnn.last(array));
    }

    /** Numbers in a row; null where there is no array. */
    memory line(INDArray array) {
        return array == null ? null : of(array, OneDnn.line(array.length()));
    }

    /** Memory of its own. */
    memory own(memory.desc layout) {
        return hold(new memory(layout, library.engine()));
    }

    /**
     * Adds an operation; the arguments are pairs of oneDNN's number for an argument and its memory. Where the memory is null,
     * the operation goes without that argument.
     */
    void add(primitive operation, Object... arguments) {
        var map = hold(new IntMemoryMap());
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i + 1] != null) {
                map.put((Integer) arguments[i], (memory) arguments[i + 1]);
            }
        }
        hold(operation);
        steps.add(() -> operation.execute(library.stream(), map));
    }

    /** Adds work of another kind. */
    void add(Runnable step) {
        steps.add(step);
    }

    /** Memory of a layout for numbers that are to go to another: that one itself where the layout is its own. */
    memory like(memory.desc layout, memory other) {
        return hold(other.get_desc()).equals(layout) ? other : own(layout);
    }

    /** What holds the memory's numbers in another layout, copied at this place in the order; itself where that is its own. */
    memory in(memory.desc layout, memory from) {
        memory to = like(layout, from);
        copy(from, to);
        return to;
    }

    /** The numbers in another layout, copied now, once and for all. */
    memory arranged(memory from, memory.desc layout) {
        memory to = like(layout, from);
        if (from != to) {
            try (var copy = new reorder(from, to)) {
                copy.execute(library.stream(), from, to);
                library.stream()._wait();
            }
        }
        return to;
    }

    /** Copies numbers from one layout to another, unless they are the same memory. */
    void copy(memory from, memory to) {
        if (from != to) {
            var copy = hold(new reorder(from, to));
            steps.add(() -> copy.execute(library.stream(), from, to));
        }
    }

    void run() {
        steps.forEach(Runnable::run);
    }

    @Override
    public void close() {
        for (int i = held.size() - 1; i >= 0; i--) {
            held.get(i).close();
        }
        held.clear();
        steps.clear();
    }
}
