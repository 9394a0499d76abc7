/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A direct view of an array's numbers, for the element-wise work that plain Java does faster than a native call, and for other
 * native code that takes a buffer. An array may be a view: its numbers begin at an offset into memory that others share, and
 * lie apart or in another order. Whoever is given an array asks here where they are, and nobody else asks ND4J.
 */
public final class Floats {
    private Floats() {}

    /**
     * The numbers of the array itself, for as long as the array is held. To be read and written before the array is next
     * computed with: on a backend with memory of its own, that brings them back there.
     *
     * @throws IllegalArgumentException where they are not dense float32 in C order, so that what is written would be lost
     */
    public static FloatBuffer of(INDArray array) {
        FloatPointer begin = pointer(array);
        // nothing to do on the CPU backend
        AffinityManager memory = Nd4j.getAffinityManager();
        memory.ensureLocation(array, Location.HOST);
        memory.tagLocation(array, Location.HOST);
        return begin.capacity(array.length()).asByteBuffer().asFloatBuffer();
    }

    /**
     * The numbers of any array in C order as float32, to be read while the array is held: where they lie so, they are not
     * copied.
     */
    public static FloatBuffer read(INDArray array) {
        return (isDense(array) ? of(array) : FloatBuffer.wrap(values(array))).asReadOnlyBuffer();
    }

    /** The numbers of any array in C order as float32; a copy. */
    public static float[] values(INDArray array) {
        if (!isDense(array)) {
            try (INDArray copy = Blocks.copy(array)) {
                return values(copy);
            }
        }
        // straight out of its memory: a copy in between would stay until Java collects garbage
        float[] values = new float[Math.toIntExact(array.length())];
        if (values.length > 0) {
            of(array).get(values);
        }
        Reference.reachabilityFence(array);
        return values;
    }

    /** Where a dense array's numbers begin; they stay the array's. */
    static FloatPointer pointer(INDArray array) {
        if (!isDense(array)) {
            throw new IllegalArgumentException("an array " + Arrays.toString(array.shape()) + " of " + array.dataType()
                    + " with strides " + Arrays.toString(array.stride())
                    + " where dense float32 in C order is wanted; give a copy of it, array.dup('c')");
        }
        return new FloatPointer(new At(address(array)));
    }

    /** True where both begin at one place, so that what is written to one is in the other. */
    static boolean share(INDArray one, INDArray other) {
        return address(one) == address(other);
    }

    /** ND4J gives the address of the memory that a view is part of. */
    private static long address(INDArray array) {
        return array.data().address() + array.offset() * array.data().getElementSize();
    }

    public static boolean isDense(INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            return false;
        }
        long[] shape = array.shape(), stride = array.stride();
        long dense = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            // the stride of an axis of size 1 says nothing
            if (shape[i] != 1 && stride[i] != dense) {
                return false;
            }
            dense *= shape[i];
        }
        return true;
    }

    /** Memory that somebody else owns. */
    private static final class At extends Pointer {
        At(long address) {
            this.address = address;
        }
    }
}
