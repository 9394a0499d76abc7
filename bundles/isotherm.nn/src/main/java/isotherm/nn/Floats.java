/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A direct view of an array's numbers, for the element-wise work that plain Java does faster than a native call, and
 * for other native code that takes a buffer. */
public final class Floats {
    private Floats() {}

    /**
     * The numbers of the array itself where it is dense float32 in C order, else of a copy of it in that form. To be read and
     * written before the array is next computed with: on a backend with memory of its own, that brings them back there.
     */
    public static FloatBuffer of(INDArray array) {
        INDArray dense = isDense(array) ? array : array.castTo(DataType.FLOAT).dup('c');
        // nothing to do on the CPU backend
        AffinityManager memory = Nd4j.getAffinityManager();
        memory.ensureLocation(dense, Location.HOST);
        memory.tagLocation(dense, Location.HOST);
        return pointer(dense).capacity(dense.length()).asByteBuffer().asFloatBuffer();
    }

    /** Where a dense array's numbers begin; they stay the array's. */
    static FloatPointer pointer(INDArray dense) {
        return new FloatPointer(new At(dense.data().address()));
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
