/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** Turns whatever goes wrong while a weights file is read into one line for the user. */
final class WeightsFile {
    private WeightsFile() {}

    interface Reading<T> {
        T read() throws IOException;
    }

    static <T> T guard(Path file, Reading<T> reading) {
        if (!Files.isRegularFile(file)) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_MISSING, file.toString(), "there is no weights file " + file, "check the path");
        }
        try {
            return reading.read();
        } catch (BadFile e) {
            throw problem(file, e.getMessage(), e);
        } catch (TooLarge e) {
            throw tooLarge(file, ": reading it takes " + size(e.needed) + ", and " + size(e.there) + " are free", e);
        } catch (OutOfMemoryError e) {
            // others take memory as well, and a heap has parts: what is free in all may not be free at once
            throw tooLarge(
                    file, ", of which Java has " + size(Runtime.getRuntime().maxMemory()), e);
        } catch (ClosedByInterruptException e) {
            // nothing is known to be wrong with the file
            throw new CancellationException("interrupted while " + file.getFileName() + " was read");
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // the pickle library and the zip reader answer malformed input with many kinds of exception
            throw problem(file, "is damaged (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static ProblemException tooLarge(Path file, String why, Throwable cause) {
        String name = file.getFileName().toString();
        return new ProblemException(
                new Problem(
                        ReasonCode.RESOURCE_EXHAUSTED,
                        name,
                        "weights file " + name + " of " + size(file.toFile().length()) + " does not fit into memory"
                                + why,
                        "give more in ISOTHERM_JAVA_OPTS, such as -Xmx"
                                + gigabytes(file.toFile().length()) + "g"),
                cause);
    }

    /** Enough for the weights, a network made of them, and the program. */
    private static long gigabytes(long fileSize) {
        return 2 + 3 * fileSize / 1_000_000_000;
    }

    private static String size(long bytes) {
        return bytes < 1_000_000_000
                ? (bytes + 999_999) / 1_000_000 + " MB"
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    private static ProblemException problem(Path file, String what, Throwable cause) {
        String name = file.getFileName().toString();
        return new ProblemException(
                new Problem(
                        ReasonCode.WEIGHTS_INVALID,
                        name,
                        "weights file " + name + " " + what,
                        "fetch it again, or give another file"),
                cause);
    }
}
