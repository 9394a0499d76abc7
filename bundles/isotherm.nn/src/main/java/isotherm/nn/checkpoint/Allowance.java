/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * What the calls of a pickle may take, in bytes, which are steps as well: so much for each byte of the pickle read so far. A pickle
 * can name one large value a million times, at three bytes each; what a call copies is therefore counted, however short the
 * call is to write.
 */
final class Allowance {
    /** So small that a small file stays harmless, and enough for the first calls of any pickle. */
    static final long FIXED = 1 << 20;

    /** What honest files take is a tenth of it: a tensor of 60 bytes and more in the pickle is counted as {@link #TENSOR}. */
    static final long PER_BYTE = 128;

    /** An array outside Java's heap with all that describes it. */
    private static final long TENSOR = 1024;

    /** A place in a list or an entry of a dictionary. */
    private static final long ITEM = 64;

    private final CountingInput source;
    private final long start;
    private long taken;

    Allowance(CountingInput source) {
        this.source = source;
        this.start = source.position();
    }

    /**
     * Counts a call before it is made.
     *
     * @throws BadFile where it takes more than a file of its size has any need for
     */
    void call(Object function, Object arguments) {
        taken += function == TorchClasses.TENSOR ? TENSOR : ITEM;
        if (arguments instanceof Object[] list) {
            for (Object argument : list) {
                taken += size(argument);
            }
        }
        if (taken > FIXED + PER_BYTE * (source.position() - start)) {
            throw new BadFile("would take far more memory than a file of its size has any need for");
        }
    }

    /** Of what a call may copy: the value itself, and not what lies in it. */
    private static long size(Object value) {
        if (value instanceof String text) {
            return 2L * text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof Object[] tuple) {
            return ITEM * tuple.length;
        }
        if (value instanceof List<?> items) {
            return ITEM * items.size();
        }
        return value instanceof Map<?, ?> map ? ITEM * map.size() : 0;
    }
}
