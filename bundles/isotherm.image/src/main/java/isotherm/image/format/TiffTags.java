/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tags of a TIFF's first image that its pixels depend on. All others are passed over, unread. */
final class TiffTags {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES = 277;
    static final int STRIP_ROWS = 278;
    static final int STRIP_BYTES = 279;
    static final int PLANES = 284;
    static final int T4_OPTIONS = 292;
    static final int T6_OPTIONS = 293;
    static final int PREDICTOR = 317;
    static final int COLOURS = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int EXTRA = 338;
    static final int FORMAT = 339;

    private static final Set<Integer> WIDE = Set.of(
            WIDTH,
            HEIGHT,
            STRIP_OFFSETS,
            STRIP_ROWS,
            STRIP_BYTES,
            T4_OPTIONS,
            T6_OPTIONS,
            TILE_WIDTH,
            TILE_HEIGHT,
            TILE_OFFSETS,
            TILE_BYTES);
    private static final Set<Integer> NARROW =
            Set.of(BITS, COMPRESSION, PHOTOMETRIC, FILL_ORDER, SAMPLES, PLANES, PREDICTOR, COLOURS, EXTRA, FORMAT);
    /** A palette of 16 bits. */
    private static final int LONGEST = 3 << 16;

    private static final int SHORT = 3;
    private static final int LONG = 4;

    /** One tag: where its values lie. */
    private record Tag(int type, long count, long at) {}

    private final Bytes bytes;
    private final Map<Integer, Tag> tags = new TreeMap<>();

    TiffTags(Bytes bytes) throws IOException {
        this.bytes = bytes;
        long at = bytes.u32(4);
        int count = bytes.u16(at);
        for (int i = 0; i < count; i++) {
            long entry = at + 2 + 12L * i;
            int type = bytes.u16(entry + 2);
            int size = type == SHORT ? 2 : type == LONG ? 4 : 1;
            long values = bytes.u32(entry + 4);
            long place = size * values <= 4 ? entry + 8 : bytes.u32(entry + 8);
            int tag = bytes.u16(entry);
            if (known(tag) && (type == SHORT || type == LONG) && values > 0) {
                bytes.require(place, size * values);
                if (NARROW.contains(tag) && values > LONGEST) {
                    throw new IOException("damaged: tag " + tag + " has " + values + " values");
                }
                tags.putIfAbsent(tag, new Tag(type, values, place));
            }
        }
    }

    private static boolean known(int tag) {
        return WIDE.contains(tag) || NARROW.contains(tag);
    }

    boolean has(int tag) {
        return tags.containsKey(tag);
    }

    long count(int tag) {
        return has(tag) ? tags.get(tag).count() : 0;
    }

    /** The first value of a tag. */
    long value(int tag, long otherwise) throws IOException {
        return has(tag) ? value(tag, 0) : otherwise;
    }

    long value(int tag, int index) throws IOException {
        Tag its = tags.get(tag);
        return its.type() == SHORT ? bytes.u16(its.at() + 2L * index) : bytes.u32(its.at() + 4L * index);
    }

    /** Whether all values of a tag are this one, or there are none. */
    boolean all(int tag, long wanted) throws IOException {
        for (int i = 0; i < count(tag); i++) {
            if (value(tag, i) != wanted) {
                return false;
            }
        }
        return true;
    }

    /**
     * The tags as bytes that hold nothing else.
     *
     * @param place where in the file they will stand
     * @param changed tags that get another value
     */
    byte[] directory(int place, Map<Integer, Integer> changed) throws IOException {
        var entries = new Growing(bytes.bigEndian()).u16(tags.size());
        var beyond = new Growing(bytes.bigEndian());
        int end = place + 2 + 12 * tags.size() + 4;
        for (Map.Entry<Integer, Tag> entry : tags.entrySet()) {
            Tag tag = entry.getValue();
            Integer other = changed.get(entry.getKey());
            boolean wide = WIDE.contains(entry.getKey());
            long count = other == null ? tag.count() : 1;
            entries.u16(entry.getKey()).u16(wide ? LONG : SHORT).i32((int) count);
            if (wide && tag.type() == LONG && count > 1) {
                entries.i32((int) tag.at()); // long lists stay where they are
                continue;
            }
            // readers are particular about the width of the others
            var values = new Growing(bytes.bigEndian());
            for (int i = 0; i < count; i++) {
                int value = other == null ? (int) value(entry.getKey(), i) : other;
                if (wide) {
                    values.i32(value);
                } else {
                    values.u16(value);
                }
            }
            byte[] content = values.toBytes();
            if (content.length > 4) {
                entries.i32(end + beyond.size());
                beyond.bytes(content);
            } else {
                entries.bytes(Arrays.copyOf(content, 4));
            }
        }
        return entries.i32(0).bytes(beyond.toBytes()).toBytes();
    }
}
