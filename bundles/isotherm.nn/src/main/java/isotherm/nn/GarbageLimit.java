/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.function.LongSupplier;
import org.bytedeco.javacpp.Pointer;

/**
 * Collects garbage once the process has grown by so much since it was last collected. Some of DL4J's layers leave arrays outside
 * the Java heap to the garbage collector, which does not see how large they are, and so never comes.
 */
final class GarbageLimit {
    private static final long BYTES = 64L << 20;
    private final long most;
    private final LongSupplier resident;
    private final Runnable collection;
    private long least = Long.MAX_VALUE;

    GarbageLimit() {
        this(BYTES, Pointer::physicalBytes, System::gc);
    }

    GarbageLimit(long most, LongSupplier resident, Runnable collection) {
        this.most = most;
        this.resident = resident;
        this.collection = collection;
    }

    /** Looks; to be called after each piece of work. */
    void check() {
        long now = resident.getAsLong();
        least = Math.min(least, now);
        if (now - least > most) {
            collection.run();
            // what could not be freed is no garbage
            least = resident.getAsLong();
        }
    }
}
