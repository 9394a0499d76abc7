/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Writes TIFFs of any tags, in either byte order, with their pieces behind one another. */
final class TiffWriter {
    private final boolean bigEndian;
    private final Map<Integer, long[]> tags = new TreeMap<>();
    private byte[][] pieces = {};
    private boolean tiled;

    TiffWriter(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    /** A tag of 32-bit values where it is alone or a place, of 16-bit ones else. */
    TiffWriter tag(int tag, long... values) {
        tags.put(tag, values);
        return this;
    }

    TiffWriter strips(byte[]... content) {
        pieces = content;
        return this;
    }

    TiffWriter tiles(byte[]... content) {
        tiled = true;
        return strips(content);
    }

    byte[] write() {
        long[] offsets = new long[pieces.length];
        long[] lengths = new long[pieces.length];
        var data = new ByteArrayOutputStream();
        for (int i = 0; i < pieces.length; i++) {
            offsets[i] = 8 + data.size();
            lengths[i] = pieces[i].length;
            data.writeBytes(pieces[i]);
        }
        if (pieces.length > 0) {
            tags.putIfAbsent(tiled ? 324 : 273, offsets);
            tags.putIfAbsent(tiled ? 325 : 279, lengths);
        }
        int directory = 8 + data.size() + (data.size() & 1);
        var head =
                new Growing(bigEndian).u16(bigEndian ? 0x4D4D : 0x4949).u16(42).i32(directory);
        var entries = new Growing(bigEndian).u16(tags.size());
        var values = new Growing(bigEndian);
        int place = directory + 2 + 12 * tags.size() + 4;
        for (Map.Entry<Integer, long[]> tag : tags.entrySet()) {
            long[] its = tag.getValue();
            boolean wide = its.length == 1
                    || tag.getKey() == 273
                    || tag.getKey() == 279
                    || tag.getKey() >= 322 && tag.getKey() <= 325;
            entries.u16(tag.getKey()).u16(wide ? 4 : 3).i32(its.length);
            var content = new Growing(bigEndian);
            for (long value : its) {
                if (wide) {
                    content.i32((int) value);
                } else {
                    content.u16((int) value);
                }
            }
            byte[] bytes = content.toBytes();
            if (bytes.length > 4) {
                entries.i32(place + values.toBytes().length);
                values.bytes(bytes);
            } else {
                entries.bytes(Arrays.copyOf(bytes, 4));
            }
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(head.toBytes());
        out.writeBytes(data.toByteArray());
        out.write(new byte[data.size() & 1], 0, data.size() & 1);
        out.writeBytes(entries.i32(0).toBytes());
        out.writeBytes(values.toBytes());
        return out.toByteArray();
    }
}
