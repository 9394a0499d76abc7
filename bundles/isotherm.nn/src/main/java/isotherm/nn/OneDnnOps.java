/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** oneDNN operations that run one after the other on memory of theirs or of arrays, and everything they hold. */
final class OneDnnOps implements AutoCloseable {
    private final OneDnn library;
    private final Scratchpad scratchpad;
    private final List<Runnable> steps = new ArrayList<>();
    private final List<Pointer> held = new ArrayList<>();

    /** @param scratchpad the network's */
    OneDnnOps(OneDnn library, Scratchpad scratchpad) {
        this.library = library;
        this.scratchpad = scratchpad;
    }

    /** Attributes of an operation that takes its memory from the network. */
    primitive_attr attributes() {
        var attributes = hold(new primitive_attr());
        attributes.set_scratchpad_mode(scratchpad_mode.user);
        return attributes;
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
     * Adds an operation that was made with {@link #attributes}; the arguments are pairs of oneDNN's number for an argument and its
     * memory. Where the memory is null, the operation goes without that argument.
     *
     * @param needs the memory that the operation needs while it runs
     */
    void add(primitive operation, memory.desc needs, Object... arguments) {
        var map = arguments(needs, arguments);
        hold(operation);
        steps.add(() -> operation.execute(library.stream(), map));
    }

    private IntMemoryMap arguments(memory.desc needs, Object... arguments) {
        var map = hold(new IntMemoryMap());
        if (hold(needs).get_size() > 0) {
            map.put(DNNL_ARG_SCRATCHPAD, hold(scratchpad.of(needs, library)));
        }
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i + 1] != null) {
                map.put((Integer) arguments[i], (memory) arguments[i + 1]);
            }
        }
        return map;
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
            var made = hold(new reorder.primitive_desc(from, to, attributes(), false));
            var map = arguments(made.scratchpad_desc(), DNNL_ARG_FROM, from, DNNL_ARG_TO, to);
            try (var copy = new reorder(made)) {
                copy.execute(library.stream(), map);
                library.stream()._wait();
            }
        }
        return to;
    }

    /** Copies numbers from one layout to another, unless they are the same memory. */
    void copy(memory from, memory to) {
        if (from != to) {
            var made = hold(new reorder.primitive_desc(from, to, attributes(), false));
            add(new reorder(made), made.scratchpad_desc(), DNNL_ARG_FROM, from, DNNL_ARG_TO, to);
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
