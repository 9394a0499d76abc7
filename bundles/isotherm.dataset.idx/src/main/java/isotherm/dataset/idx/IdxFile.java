/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.dataset.Scratch;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * One file in the IDX format: two bytes 0, a byte 8 for unsigned bytes, a byte for the number of dimensions, each dimension as
 * a big-endian 32-bit number, then the values, row by row. Source: MNIST's own page (Y. LeCun, C. Cortes, C. Burges).
 *
 * @param shape the dimensions, count first
 * @param content the values alone, read by absolute position only
 */
record IdxFile(Path path, int[] shape, ByteBuffer content) {
    /** The most that a byte of a gzip stream can become. */
    private static final long GZIP_RATIO = 1032;

    private static final int MAX_SIDE = 4096;

    static IdxFile open(Path path, int dimensions) {
        boolean gzip = path.toString().endsWith(".gz");
        try (InputStream file = Files.newInputStream(path);
                InputStream in = gzip ? new GZIPInputStream(file, 1 << 16) : file) {
            int[] shape = shape(path, in, dimensions);
            int values = values(path, shape);
            int header = 4 * (1 + dimensions);
            long size = Files.size(path);
            if (gzip ? values > size * GZIP_RATIO : size != header + (long) values) {
                throw invalid(
                        path,
                        "has " + size + " bytes, which " + (gzip ? "cannot hold" : "is not the size of") + " "
                                + text(shape) + " values",
                        null);
            }
            return new IdxFile(path, shape, gzip ? inflated(path, in, values) : mapped(path, header, values));
        } catch (EOFException e) {
            throw invalid(path, "is truncated" + (e.getMessage() == null ? "" : ": " + e.getMessage()), e);
        } catch (IOException e) {
            throw invalid(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static int[] shape(Path path, InputStream in, int dimensions) throws IOException {
        byte[] header = in.readNBytes(4 * (1 + dimensions));
        if (header.length < 4 * (1 + dimensions)) {
            throw new EOFException("it ends within the header");
        }
        ByteBuffer head = ByteBuffer.wrap(header);
        int magic = head.getInt();
        if (magic != (8 << 8 | dimensions)) {
            throw invalid(
                    path,
                    String.format(
                            "begins with %08x, expected %08x (unsigned bytes in %d dimension%s)",
                            magic, 8 << 8 | dimensions, dimensions, dimensions == 1 ? "" : "s"),
                    null);
        }
        int[] shape = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            shape[i] = head.getInt();
        }
        return shape;
    }

    private static int values(Path path, int[] shape) {
        long values = 1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 1 || i > 0 && shape[i] > MAX_SIDE) {
                throw invalid(path, "claims " + text(shape) + " values", null);
            }
            values *= shape[i];
            if (values > Integer.MAX_VALUE - 64) {
                throw invalid(path, "claims " + text(shape) + " values, more than 2 GB", null);
            }
        }
        return (int) values;
    }

    private static ByteBuffer inflated(Path path, InputStream in, int values) throws IOException {
        ByteBuffer content = Scratch.of(in, values);
        if (in.read() >= 0) {
            throw invalid(path, "goes on behind its " + values + " values", null);
        }
        return content;
    }

    private static ByteBuffer mapped(Path path, int header, int values) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return channel.map(MapMode.READ_ONLY, header, values);
        }
    }

    int count() {
        return shape[0];
    }

    int rows() {
        return shape[1];
    }

    int columns() {
        return shape[2];
    }

    ProblemException invalid(String what) {
        return invalid(path, what, null);
    }

    /** "60000×28×28", numbers taken as unsigned. */
    private static String text(int[] shape) {
        StringBuilder text = new StringBuilder();
        for (int side : shape) {
            text.append(text.isEmpty() ? "" : "×").append(Integer.toUnsignedString(side));
        }
        return text.toString();
    }

    private static ProblemException invalid(Path path, String what, Throwable cause) {
        return new ProblemException(
                new Problem(
                        ReasonCode.DATA_INVALID,
                        path.toString(),
                        "IDX file " + path + " " + what,
                        "fetch the file again"),
                cause);
    }
}
