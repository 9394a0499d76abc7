/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a JPEG that pixels are made of, and what it says of its colours.
 *
 * @param kept ranges of the file, each a begin and an end
 * @param components their ids, in the order of the frame
 * @param jfif whether a JFIF marker stands before the pixels
 * @param adobe the transform in Adobe's marker, or {@link #NONE}
 * @param whole whether the decoder can tell by itself that something is missing at the end
 */
record JpegParts(
        byte[] content,
        List<int[]> kept,
        int width,
        int height,
        int[] components,
        boolean progressive,
        boolean jfif,
        int adobe,
        boolean whole) {
    static final int NONE = -1;
    private static final byte[] END = {(byte) 0xFF, (byte) 0xD9};

    static JpegParts of(byte[] content) throws IOException {
        return new Reader(new Bytes(content, true)).read();
    }

    /** A JPEG of the kept parts behind another marker. */
    byte[] assemble(byte[] marker) {
        int size = marker.length + 4;
        for (int[] range : kept) {
            size += range[1] - range[0];
        }
        var bare = new ByteArrayOutputStream(size);
        bare.write(0xFF);
        bare.write(0xD8);
        bare.writeBytes(marker);
        kept.forEach(range -> bare.write(content, range[0], range[1] - range[0]));
        if (whole) {
            bare.writeBytes(END);
        }
        return bare.toByteArray();
    }

    /** Goes through the markers of a file. */
    private static final class Reader {
        private final Bytes bytes;
        private final List<int[]> kept = new ArrayList<>();
        private int[] components;
        private int width;
        private int height;
        private boolean progressive;
        private boolean jfif;
        private int adobe = NONE;
        private int scans;
        private int at = 2;

        Reader(Bytes bytes) {
            this.bytes = bytes;
        }

        JpegParts read() throws IOException {
            while (true) {
                int marker = next();
                if (marker == 0xD9) {
                    if (scans == 0) {
                        throw new IOException("damaged: it ends before its pixels");
                    }
                    return parts(true);
                }
                if (marker >= 0xD0 && marker <= 0xD8 || marker == 1) {
                    continue; // these have no content
                }
                int begin = at - 2;
                int length = bytes.u16(at);
                if (length < 2) {
                    throw new IOException("damaged: a segment has no length");
                }
                bytes.require(at, length);
                segment(marker, at + 2, length - 2);
                at += length;
                if (marker == 0xDA) {
                    if (scan(begin)) {
                        return parts(true);
                    }
                    if (at >= bytes.size()) {
                        return parts(false);
                    }
                } else if (marker < 0xE0 || marker > 0xFE) {
                    kept.add(new int[] {begin, at});
                }
            }
        }

        private JpegParts parts(boolean whole) {
            return new JpegParts(bytes.content(), kept, width, height, components, progressive, jfif, adobe, whole);
        }

        /** The next marker; as libjpeg does it, what stands before is passed over. */
        private int next() throws IOException {
            while (true) {
                while (bytes.u8(at++) != 0xFF) {
                    // no marker begins otherwise
                }
                int marker = bytes.u8(at++);
                while (marker == 0xFF) {
                    marker = bytes.u8(at++);
                }
                if (marker != 0) {
                    return marker;
                }
            }
        }

        private void segment(int marker, int from, int length) throws IOException {
            if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                frame(marker, from);
            } else if (marker == 0xE0 && scans == 0) {
                jfif |= length >= 14 && bytes.has(from, "JFIF\0");
            } else if (marker == 0xEE && scans == 0 && length >= 12 && bytes.has(from, "Adobe")) {
                adobe = bytes.u8(from + 11L);
            }
        }

        private void frame(int marker, int from) throws IOException {
            if (components != null) {
                throw new IOException("damaged: it has two frames");
            }
            int precision = bytes.u8(from);
            if (marker > 0xC2 || precision != 8) {
                throw new IOException("a JPEG that is "
                        + (precision == 8
                                ? "lossless, hierarchical or arithmetically coded"
                                : "of " + precision + " bits a sample")
                        + ", which is not supported; convert it to PNG");
            }
            progressive = marker == 0xC2;
            height = bytes.u16(from + 1L);
            width = bytes.u16(from + 3L);
            components = new int[bytes.u8(from + 5L)];
            for (int i = 0; i < components.length; i++) {
                components[i] = bytes.u8(from + 6L + 3L * i);
            }
        }

        /** Takes a scan; true where it is the only one, so that nothing behind it has to be looked at. */
        private boolean scan(int begin) throws IOException {
            if (components == null) {
                throw new IOException("damaged: it has no frame");
            }
            scans++;
            boolean only = !progressive && bytes.u8(begin + 4L) == components.length;
            if (only) {
                kept.add(new int[] {begin, bytes.size()});
                return true;
            }
            if (scans > Limits.SCANS || (long) scans * width * height > Limits.SCANNED_PIXELS) {
                throw new IOException("its pixels come in more than " + (scans - 1) + " scans, which is too much work");
            }
            byte[] content = bytes.content();
            while (at < content.length && !(content[at] == -1 && at + 1 < content.length && ends(content[at + 1]))) {
                at++;
            }
            kept.add(new int[] {begin, at});
            return false;
        }

        /** Whether entropy-coded data ends at 0xFF and this byte. */
        private static boolean ends(byte next) {
            int marker = next & 0xFF;
            return marker != 0 && marker != 0xFF && (marker < 0xD0 || marker > 0xD7);
        }
    }
}
