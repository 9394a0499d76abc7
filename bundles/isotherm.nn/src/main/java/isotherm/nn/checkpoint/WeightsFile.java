/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // the pickle library and the zip reader answer malformed input with many kinds of exception
            throw problem(file, "is damaged (" + e.getClass().getSimpleName() + ")", e);
        }
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
