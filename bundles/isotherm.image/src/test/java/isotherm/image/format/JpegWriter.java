/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/**
 * Writes JPEGs of flat blocks, exact to a level, with whatever ids, sampling, markers and scans a test wants. Every component
 * has one quantisation step of 8 in its DC, which is 1 in the pixel, and no AC.
 */
final class JpegWriter {
    private final int width;
    private final int height;
    private final int[] ids;
    private final int[][] sampling;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private byte[] head = new byte[0];
    private boolean progressive;
    private boolean interleaved = true;
    private boolean end = true;
    private int moreScans;
    private int cut;

    /** @param sampling horizontal and vertical factor of each component; width and height are a multiple of 8 times the largest */
    JpegWriter(int width, int height, int[] ids, int[]... sampling) {
        this.width = width;
        this.height = height;
        this.ids = ids;
        this.sampling = sampling;
    }

    static int[][] plain(int components) {
        int[][] sampling = new int[components][];
        Arrays.fill(sampling, new int[] {1, 1});
        return sampling;
    }

    JpegWriter head(byte[]... segments) {
        var all = new ByteArrayOutputStream();
        for (byte[] segment : segments) {
            all.writeBytes(segment);
        }
        head = all.toByteArray();
        return this;
    }

    JpegWriter progressive(int more) {
        progressive = true;
        moreScans = more;
        return this;
    }

    JpegWriter scanByScan() {
        interleaved = false;
        return this;
    }

    JpegWriter withoutEnd() {
        end = false;
        return this;
    }

    /** Leaves bytes out at the end of the pixels. */
    JpegWriter cut(int bytes) {
        cut = bytes;
        return this;
    }

    static byte[] segment(int marker, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(0xFF);
        out.write(marker);
        out.write(content.length + 2 >> 8);
        out.write(content.length + 2);
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] jfif() {
        return segment(0xE0, new byte[] {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0});
    }

    static byte[] adobe(int transform) {
        return segment(0xEE, new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform});
    }

    /** @param stored value of a component (first) in its block of 8×8 stored samples, which are counted row by row (second) */
    byte[] write(IntBinaryOperator stored) {
        out.write(0xFF);
        out.write(0xD8);
        out.writeBytes(head);
        byte[] steps = new byte[65];
        Arrays.fill(steps, 1, 65, (byte) 8);
        out.writeBytes(segment(0xDB, steps));
        out.writeBytes(segment(progressive ? 0xC2 : 0xC0, frame()));
        // DC: categories 0 to 8 in codes of 4 bits; AC: the end of a block alone, in 1 bit
        out.writeBytes(segment(
                0xC4, new byte[] {0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}));
        out.writeBytes(segment(0xC4, new byte[] {0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
        int[] all = new int[ids.length];
        Arrays.setAll(all, c -> c);
        if (interleaved) {
            scan(all, stored);
        } else {
            for (int component : all) {
                scan(new int[] {component}, stored);
            }
        }
        for (int i = 0; i < moreScans; i++) {
            refine(i % ids.length);
        }
        if (end) {
            out.write(0xFF);
            out.write(0xD9);
        }
        return out.toByteArray();
    }

    private byte[] frame() {
        byte[] frame = new byte[6 + 3 * ids.length];
        frame[0] = 8;
        frame[1] = (byte) (height >> 8);
        frame[2] = (byte) height;
        frame[3] = (byte) (width >> 8);
        frame[4] = (byte) width;
        frame[5] = (byte) ids.length;
        for (int c = 0; c < ids.length; c++) {
            frame[6 + 3 * c] = (byte) ids[c];
            frame[7 + 3 * c] = (byte) (sampling[c][0] << 4 | sampling[c][1]);
        }
        return frame;
    }

    private void scan(int[] components, IntBinaryOperator stored) {
        scanHead(components, 0, progressive ? 0 : 63);
        var bits = new Bits();
        int[] last = new int[ids.length];
        Arrays.fill(last, 128);
        int most = Arrays.stream(sampling).mapToInt(s -> s[0]).max().orElseThrow();
        int highest = Arrays.stream(sampling).mapToInt(s -> s[1]).max().orElseThrow();
        int across = width / (8 * most);
        int down = height / (8 * highest);
        if (components.length > 1) {
            for (int mcu = 0; mcu < across * down; mcu++) {
                for (int c : components) {
                    for (int v = 0; v < sampling[c][1]; v++) {
                        for (int h = 0; h < sampling[c][0]; h++) {
                            int row = mcu / across * sampling[c][1] + v;
                            int column = mcu % across * sampling[c][0] + h;
                            block(bits, last, c, stored.applyAsInt(c, row * across * sampling[c][0] + column));
                        }
                    }
                }
            }
        } else {
            int c = components[0];
            for (int i = 0; i < across * sampling[c][0] * down * sampling[c][1]; i++) {
                block(bits, last, c, stored.applyAsInt(c, i));
            }
        }
        byte[] data = bits.toBytes();
        out.write(data, 0, data.length - cut);
    }

    private void block(Bits bits, int[] last, int component, int value) {
        int step = value - last[component];
        last[component] = value;
        int size = 32 - Integer.numberOfLeadingZeros(Math.abs(step));
        bits.add(size, 4);
        bits.add(step > 0 ? step : step + (1 << size) - 1, size);
        if (!progressive) {
            bits.add(0, 1);
        }
    }

    /** One more scan over a component's blocks, which adds nothing. */
    private void refine(int component) {
        scanHead(new int[] {component}, 1, 63);
        var bits = new Bits();
        int blocks = width * height / 64;
        for (int i = 0; i < blocks; i++) {
            bits.add(0, 1);
        }
        out.writeBytes(bits.toBytes());
    }

    private void scanHead(int[] components, int from, int to) {
        byte[] head = new byte[4 + 2 * components.length];
        head[0] = (byte) components.length;
        for (int i = 0; i < components.length; i++) {
            head[1 + 2 * i] = (byte) ids[components[i]];
        }
        head[1 + 2 * components.length] = (byte) from;
        head[2 + 2 * components.length] = (byte) to;
        out.writeBytes(segment(0xDA, head));
    }

    /** Bits of entropy-coded data, the upper one first, with a zero behind each 0xFF. */
    private static final class Bits {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int pending = 1;

        void add(int value, int count) {
            for (int i = count - 1; i >= 0; i--) {
                pending = pending << 1 | value >> i & 1;
                if (pending >= 256) {
                    put(pending & 255);
                    pending = 1;
                }
            }
        }

        private void put(int value) {
            bytes.write(value);
            if (value == 255) {
                bytes.write(0);
            }
        }

        byte[] toBytes() {
            while (pending != 1) {
                add(1, 1);
            }
            return bytes.toByteArray();
        }
    }
}
