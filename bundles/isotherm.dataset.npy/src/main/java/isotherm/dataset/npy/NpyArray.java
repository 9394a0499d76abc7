/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.npy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header of an array file says, versions 1 to 3. Source: NumPy's format description, "NEP 1", and
 * {@code numpy.lib.format}: the bytes 93 NUMPY, version, length of the header, then a Python dictionary of three entries.
 *
 * @param offset where the pixels begin
 * @param channels 3, or 1 for grey
 */
record NpyArray(long offset, int count, int height, int width, int channels) {
    private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
    /** NumPy itself refuses longer ones. */
    private static final int MAX_HEADER = 10_000;

    private static final int MAX_SIDE = 1 << 14;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

    /** @throws IOException with what is wrong, as the end of a sentence that begins with the file's name */
    static NpyArray read(FileChannel channel) throws IOException {
        ByteBuffer head = read(channel, 0, 12);
        byte[] magic = new byte[MAGIC.length];
        head.get(magic);
        int version = head.get();
        if (!Arrays.equals(magic, MAGIC) || version < 1 || version > 3) {
            throw new IOException("is no array of NumPy's, versions 1 to 3");
        }
        head.get(); // the minor version
        int lead = version == 1 ? 10 : 12;
        long length = version == 1 ? head.getShort() & 0xFFFF : head.getInt() & 0xFFFFFFFFL;
        if (length > MAX_HEADER) {
            throw new IOException("has a header of " + length + " bytes, more than the " + MAX_HEADER + " allowed");
        }
        String header =
                StandardCharsets.UTF_8.decode(read(channel, lead, (int) length)).toString();
        String type = find(TYPE, header, "descr");
        if (!type.matches("[|<>=]?u1")) {
            throw new IOException("holds values of type '" + type + "', expected unsigned bytes ('|u1')");
        }
        if (find(ORDER, header, "fortran_order").equals("True")) {
            throw new IOException("is in Fortran order, expected C order");
        }
        return of(lead + length, find(SHAPE, header, "shape"), channel.size());
    }

    private static NpyArray of(long offset, String text, long size) throws IOException {
        String[] words = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        String shape = "[" + String.join(", ", words) + "]";
        int[] sides = new int[words.length];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = words[i].matches("[0-9]{1,9}") ? Integer.parseInt(words[i]) : 0;
        }
        boolean grey = sides.length == 3;
        if (sides.length < 3
                || sides.length > 4
                || !grey && sides[3] != 3
                || Arrays.stream(sides).anyMatch(side -> side < 1)
                || Math.max(sides[1], sides[2]) > MAX_SIDE) {
            throw new IOException("has the shape " + shape + ", expected [N, height, width, 3] or [N, height, width]");
        }
        NpyArray array = new NpyArray(offset, sides[0], sides[1], sides[2], grey ? 1 : 3);
        long expected = offset + (long) array.count * array.imageBytes();
        if (size != expected) {
            throw new IOException(
                    "has " + size + " bytes, expected " + expected + " for " + shape + ": it is truncated or damaged");
        }
        return array;
    }

    int imageBytes() {
        return height * width * channels;
    }

    private static String find(Pattern pattern, String header, String key) throws IOException {
        Matcher found = pattern.matcher(header);
        if (!found.find()) {
            throw new IOException("has a header without a plain '" + key + "'");
        }
        return found.group(1);
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("ends within its header");
            }
        }
        return buffer.flip();
    }
}
