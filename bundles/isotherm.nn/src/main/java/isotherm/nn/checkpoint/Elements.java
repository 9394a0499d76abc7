/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies elements into arrays of C order: float32 for fractions, int64 for whole numbers. */
final class Elements {
    private Elements() {}

    /** The tensor's array; the tensor has been checked against its storage, and the data is the whole storage. */
    static INDArray array(StoredTensor tensor, ByteBuffer data) {
        ElementType type = tensor.storage().type();
        int count = (int) tensor.elements();
        if (count == 0) {
            return Nd4j.create(type.whole ? DataType.INT64 : DataType.FLOAT, tensor.shape());
        }
        var index = new Index(tensor);
        if (type.whole) {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = type.whole(data, index.applyAsInt(i));
            }
            return Nd4j.createFromArray(values).reshape('c', tensor.shape());
        }
        float[] values = new float[count];
        if (type == ElementType.F32 && index.contiguous) {
            data.asFloatBuffer().get((int) tensor.offset(), values);
        } else {
            for (int i = 0; i < count; i++) {
                values[i] = (float) type.fraction(data, index.applyAsInt(i));
            }
        }
        return Nd4j.createFromArray(values).reshape('c', tensor.shape());
    }

    /** Strides of C order. */
    static long[] contiguous(long[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape[axis]);
        }
        return strides;
    }

    /** Where in the storage the i-th element in C order lies. */
    private static final class Index implements IntUnaryOperator {
        private final StoredTensor tensor;
        private final boolean contiguous;

        Index(StoredTensor tensor) {
            this.tensor = tensor;
            long[] expected = contiguous(tensor.shape());
            boolean same = true;
            for (int axis = 0; axis < expected.length; axis++) {
                same &= tensor.shape()[axis] == 1 || expected[axis] == tensor.strides()[axis];
            }
            contiguous = same;
        }

        @Override
        public int applyAsInt(int i) {
            if (contiguous) {
                return (int) tensor.offset() + i;
            }
            long at = tensor.offset();
            long rest = i;
            for (int axis = tensor.shape().length - 1; axis >= 0; axis--) {
                at += rest % tensor.shape()[axis] * tensor.strides()[axis];
                rest /= tensor.shape()[axis];
            }
            return (int) at;
        }
    }
}
