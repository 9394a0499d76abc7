/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The element types of the three formats. Fractions become float32, whole numbers int64. */
enum ElementType {
    F64("DoubleStorage", "f8", 8, false),
    F32("FloatStorage", "f4", 4, false),
    F16("HalfStorage", "f2", 2, false),
    BF16("BFloat16Storage", "-", 2, false),
    I64("LongStorage", "i8", 8, true),
    I32("IntStorage", "i4", 4, true),
    I16("ShortStorage", "i2", 2, true),
    I8("CharStorage", "i1", 1, true),
    U8("ByteStorage", "u1", 1, true),
    BOOL("BoolStorage", "b1", 1, true);

    private static final Map<String, ElementType> BY_STORAGE = index(t -> t.storage);
    private static final Map<String, ElementType> BY_NUMPY = index(t -> t.numpy);
    private static final Map<String, ElementType> BY_NAME = index(ElementType::name);

    private final String storage;
    private final String numpy;
    final int bytes;
    final boolean whole;

    ElementType(String storage, String numpy, int bytes, boolean whole) {
        this.storage = storage;
        this.numpy = numpy;
        this.bytes = bytes;
        this.whole = whole;
    }

    static Optional<ElementType> ofStorage(String name) {
        return Optional.ofNullable(BY_STORAGE.get(name));
    }

    static Optional<ElementType> ofNumpy(String name) {
        return Optional.ofNullable(BY_NUMPY.get(name));
    }

    /** By the name safetensors uses. */
    static Optional<ElementType> ofName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The fraction at an element index; the buffer is little-endian. */
    double fraction(ByteBuffer data, int index) {
        return switch (this) {
            case F64 -> data.getDouble(index * 8);
            case F32 -> data.getFloat(index * 4);
            case F16 -> half(data.getShort(index * 2));
            case BF16 -> Float.intBitsToFloat(data.getShort(index * 2) << 16);
            default -> whole(data, index);
        };
    }

    long whole(ByteBuffer data, int index) {
        return switch (this) {
            case I64 -> data.getLong(index * 8);
            case I32 -> data.getInt(index * 4);
            case I16 -> data.getShort(index * 2);
            case I8 -> data.get(index);
            case U8, BOOL -> data.get(index) & 0xff;
            default -> throw new IllegalStateException(name());
        };
    }

    /** IEEE 754 binary16. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float subnormal = fraction * 0x1p-24f;
            return sign == 0 ? subnormal : -subnormal;
        }
        int wide = exponent == 31 ? 255 : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    private static Map<String, ElementType> index(Function<ElementType, String> key) {
        return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(key, t -> t));
    }
}
