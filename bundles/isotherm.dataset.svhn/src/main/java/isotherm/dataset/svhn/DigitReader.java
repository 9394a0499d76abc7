/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.svhn;

import isotherm.image.dataset.Scratch;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.format.Mat5Reader.EntryHeader;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Source;
import us.hebi.matlab.mat.types.Sources;

/**
 * Takes the two variables of digits out of a MAT file. What a variable claims to be is checked before there is room made for it,
 * and no more room is made than a file of this length can fill.
 *
 * @param images [32, 32, 3, N] of class uint8
 * @param labels real numbers
 */
record DigitReader(Matrix images, Matrix labels) {
    /** The most that a byte of a deflated stream can become. */
    private static final long DEFLATE_RATIO = 1032;

    private static final int MATRIX_HEADER = 1 << 16;
    private static final int IDENTIFIER = 19;

    /** @throws IOException with what is wrong, as a line without the file's name */
    static DigitReader read(ByteBuffer content) throws IOException {
        checkIdentifier(content);
        try (Source source = Sources.wrap(content)) {
            Mat5File file = Mat5.newReader(source)
                    .disableSubsystemProcessing()
                    .setBufferAllocator(new Room(content.limit() * DEFLATE_RATIO + MATRIX_HEADER))
                    .setEntryFilter(DigitReader::wanted)
                    .readMat();
            return new DigitReader(variable(file, "X"), variable(file, "y"));
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // hostile files nest deeply, or name sizes that no machine has
            throw new IOException(reason(e), e);
        }
    }

    private static Matrix variable(Mat5File file, String name) throws IOException {
        for (MatFile.Entry entry : file.getEntries()) {
            if (entry.getName().equals(name) && entry.getValue() instanceof Matrix matrix) {
                return matrix;
            }
        }
        throw new IOException("has no variable " + name + "; it is truncated, or no file of cropped digits");
    }

    private static void checkIdentifier(ByteBuffer content) throws IOException {
        byte[] head = new byte[Math.min(IDENTIFIER, content.limit())];
        content.get(0, head);
        String identifier = new String(head, StandardCharsets.ISO_8859_1);
        if (identifier.startsWith("MATLAB 7.3 MAT-file")) {
            throw new IOException("is a MAT file of version 7.3 (HDF5), expected version 5");
        }
        if (!identifier.startsWith("MATLAB 5.0 MAT-file")) {
            throw new IOException("is no MAT file of version 5");
        }
    }

    private static boolean wanted(EntryHeader variable) {
        return switch (variable.getName()) {
            case "X" -> {
                int[] shape = variable.getDimensions();
                boolean digits = shape.length == 4
                        && shape[0] == SvhnFile.SIDE
                        && shape[1] == SvhnFile.SIDE
                        && shape[2] == 3
                        && shape[3] > 0
                        && shape[3] <= Integer.MAX_VALUE / (3 * SvhnFile.PLANE);
                require(
                        digits && variable.getType() == MatlabType.UInt8 && !variable.isComplex(),
                        "X",
                        variable,
                        "[32, 32, 3, N] of class uint8");
                yield true;
            }
            case "y" -> {
                int[] shape = variable.getDimensions();
                require(
                        shape.length == 2
                                && Math.min(shape[0], shape[1]) == 1
                                && numeric(variable.getType())
                                && !variable.isComplex(),
                        "y",
                        variable,
                        "[N, 1] of numbers");
                yield true;
            }
            default -> false;
        };
    }

    private static boolean numeric(MatlabType type) {
        return switch (type) {
            case Double, Single, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64 -> true;
            default -> false;
        };
    }

    private static void require(boolean met, String name, EntryHeader variable, String expected) {
        if (!met) {
            throw new IllegalArgumentException("variable " + name + " is " + Arrays.toString(variable.getDimensions())
                    + " of class " + variable.getType() + (variable.isComplex() ? ", complex" : "") + ", expected "
                    + expected);
        }
    }

    /** The innermost message: the reader wraps whatever it meets. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof OutOfMemoryError) {
            return "names more bytes than there is memory for";
        }
        boolean said = cause.getMessage() != null
                && (cause instanceof IllegalArgumentException
                        || cause instanceof IOException && !(cause instanceof EOFException));
        return said ? cause.getMessage().replaceAll("\\s*\\R\\s*", " ") : "is truncated or damaged";
    }

    /** Makes room outside the heap, up to a limit. */
    private static final class Room implements BufferAllocator {
        private long left;

        Room(long bytes) {
            left = bytes;
        }

        @Override
        public ByteBuffer allocate(int bytes) {
            if (bytes < 0 || bytes > left) {
                throw new IllegalArgumentException("names more bytes than a file of its length can hold");
            }
            left -= bytes;
            try {
                return Scratch.allocate(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void release(ByteBuffer buffer) {
            // goes with the last reference to it
        }
    }
}
