/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.onnx;

import static isotherm.nn.onnx.Fields.*;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A constant of a model.
 *
 * @param type the element type's number
 * @param shape empty for a single number
 * @param raw its elements, little-endian; null where it holds none
 * @param external whether its elements lie in another file
 */
record Constant(String name, int type, long[] shape, ByteBuffer raw, boolean external) {
    private static final int MOST_AXES = 16;

    static Constant of(Wire tensor) {
        String name = "";
        var sizes = new ArrayList<Long>();
        int type = 0;
        ByteBuffer raw = null;
        var floats = new ByteArrayOutputStream();
        boolean external = false;
        while (tensor.next()) {
            switch (tensor.field()) {
                case TENSOR_DIMS -> tensor.numbers(size -> sizes.add(axis(sizes, size)));
                case TENSOR_TYPE -> type = Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.max(0, tensor.number())));
                case TENSOR_NAME -> name = tensor.text();
                case TENSOR_RAW -> raw = tensor.data();
                    // packed in one field, which is how they are written, or in a field each
                case TENSOR_FLOATS -> floats.writeBytes(bytes(tensor.data()));
                case TENSOR_EXTERNAL -> external = true;
                case TENSOR_LOCATION -> external |= tensor.number() == 1;
                default -> {
                    // elements of other types, documentation
                }
            }
        }
        if (raw == null && floats.size() > 0) {
            raw = ByteBuffer.wrap(floats.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        }
        long[] shape = sizes.stream().mapToLong(size -> size).toArray();
        return new Constant(name, type, shape, raw, external);
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private static long axis(List<Long> before, long size) {
        if (before.size() == MOST_AXES) {
            throw new BadModel("holds a tensor of more than " + MOST_AXES + " axes");
        }
        return size;
    }

    /** How many elements the shape has. */
    long elements() {
        long count = 1;
        try {
            for (long size : shape) {
                if (size < 0) {
                    throw new BadModel("holds a tensor with a negative size");
                }
                count = Math.multiplyExact(count, size);
            }
        } catch (ArithmeticException tooLarge) {
            throw new BadModel("holds a tensor whose size overflows");
        }
        return count;
    }
}
