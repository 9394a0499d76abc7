/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import java.lang.reflect.Field;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.deallocation.DeallocatableReference;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's memory that is in use: the bytes of all arrays that are reachable and not closed. The process' own figure is too
 * coarse for small networks, since the allocator keeps what was freed. What describes a shape (some tens of
 * bytes of type LONG) stays with a closed array until that is collected, and is not counted.
 */
public final class NativeMemory {
    /** Weak references are cleared by the collection itself; a second one takes what the first made unreachable. */
    private static final int COLLECTIONS = 2;

    private NativeMemory() {}

    /** Bytes in use; collects garbage first. */
    public static long inUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return references().values().stream()
                .mapToLong(reference -> reference.get() instanceof DataBuffer buffer
                                && !buffer.wasClosed()
                                && buffer.dataType() != DataType.LONG
                        ? buffer.length() * buffer.getElementSize()
                        : 0)
                .sum();
    }

    /** ND4J 1.0.0-M2.1 has no counter of its own that its CPU backend would keep. */
    @SuppressWarnings("unchecked")
    private static Map<String, DeallocatableReference> references() {
        try {
            Field field = Nd4j.getDeallocatorService().getClass().getDeclaredField("referenceMap");
            field.setAccessible(true);
            return (Map<String, DeallocatableReference>) field.get(Nd4j.getDeallocatorService());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this release of ND4J keeps its memory elsewhere", e);
        }
    }
}
