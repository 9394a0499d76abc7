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
 * One file in the IDX format: two bytes 0, a byte for the type of its values, a byte for the number of dimensions, each dimension
 * as a big-endian 32-bit number, then the values, row by row, big-endian. Source: MNIST's own page (Y. LeCun, C. Cortes,
 * C. Burges).
 *
 * @param shape the dimensions, count first
 * @param content the values alone, read by absolute position only
 */
record IdxFile(Path path, IdxType type, int[] shape, ByteBuffer content) {
    /** The most that a byte of a gzip stream can become. */
    private static final long GZIP_RATIO = 1032;

    private static final int MAX_SIDE = 4096;

    /** What a file of images or of labels can be. */
    private enum Role {
        IMAGES(3, 4, "images are unsigned bytes in 3 dimensions, or in 4 with channels"),
        LABELS(1, 2, "labels are whole numbers in 1 dimension, or the first of each row in 2");

        private final int fewest;
        private final int most;
        private final String words;

        Role(int fewest, int most, String words) {
            this.fewest = fewest;
            this.most = most;
            this.words = words;
        }

        boolean takes(IdxType type, int dimensions) {
            return dimensions >= fewest && dimensions <= most && (this == LABELS || type == IdxType.UNSIGNED_BYTE);
        }
    }

    /** Grey images [N, height, width], or images [N, …] with channels first or last. */
    static IdxFile images(Path path) {
        return open(path, Role.IMAGES);
    }

    /** A label an image, or a row of several, of which the first is meant, as QMNIST has them. */
    static IdxFile labels(Path path) {
        return open(path, Role.LABELS);
    }

    private static IdxFile open(Path path, Role role) {
        boolean gzip = path.toString().endsWith(".gz");
        try (InputStream file = Files.newInputStream(path);
                InputStream in = gzip ? new GZIPInputStream(file, 1 << 16) : file) {
            ByteBuffer head = header(in, 1);
            IdxType type = IdxType.of(head.get(2)).orElse(null);
            int dimensions = head.get(3);
            if (head.getShort(0) != 0 || type == null || !role.takes(type, dimensions)) {
                throw invalid(path, String.format("begins with %08x; %s", head.getInt(0), role.words), null);
            }
            ByteBuffer sides = header(in, dimensions);
            int[] shape = new int[dimensions];
            sides.asIntBuffer().get(shape);
            int bytes = bytes(path, shape, type);
            int header = 4 * (1 + dimensions);
            long size = Files.size(path);
            if (gzip ? bytes > size * GZIP_RATIO : size != header + (long) bytes) {
                throw invalid(
                        path,
                        "has " + size + " bytes, which " + (gzip ? "cannot hold" : "is not the size of") + " "
                                + text(shape) + " values",
                        null);
            }
            return new IdxFile(path, type, shape, gzip ? inflated(path, in, bytes) : mapped(path, header, bytes));
        } catch (EOFException e) {
            throw invalid(path, "is truncated" + (e.getMessage() == null ? "" : ": " + e.getMessage()), e);
        } catch (IOException e) {
            throw invalid(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer header(InputStream in, int words) throws IOException {
        byte[] header = in.readNBytes(4 * words);
        if (header.length < 4 * words) {
            throw new EOFException("it ends within the header");
        }
        return ByteBuffer.wrap(header);
    }

    private static int bytes(Path path, int[] shape, IdxType type) {
        long bytes = type.bytes();
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 1 || i > 0 && shape[i] > MAX_SIDE) {
                throw invalid(path, "claims " + text(shape) + " values", null);
            }
            bytes *= shape[i];
            if (bytes > Integer.MAX_VALUE - 64) {
                throw invalid(path, "claims " + text(shape) + " values, more than 2 GB", null);
            }
        }
        return (int) bytes;
    }

    private static ByteBuffer inflated(Path path, InputStream in, int bytes) throws IOException {
        ByteBuffer content = Scratch.of(in, bytes);
        if (in.read() >= 0) {
            throw invalid(path, "goes on behind its " + bytes + " bytes", null);
        }
        return content;
    }

    private static ByteBuffer mapped(Path path, int header, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return channel.map(MapMode.READ_ONLY, header, bytes);
        }
    }

    int count() {
        return shape[0];
    }

    /** The first number of a row. */
    int first(int row) {
        return type.get(content, row * (shape.length > 1 ? shape[1] : 1));
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
