/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a program to its end and gives what it printed; whatever goes wrong is one line that names the program. */
final class BenchProcess {
    private final String what;
    private final ProcessBuilder builder;

    /** @param what names the program in messages, such as "the peer 'python3 bench.py'" */
    BenchProcess(String what, List<String> words) {
        this.what = what;
        builder = new ProcessBuilder(words);
    }

    BenchProcess without(Iterable<String> variables) {
        variables.forEach(builder.environment()::remove);
        return this;
    }

    String output() throws InterruptedException {
        Path out = null, err = null;
        try {
            out = Files.createTempFile("isotherm-bench", ".out");
            err = Files.createTempFile("isotherm-bench", ".err");
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int status;
            try {
                process.getOutputStream().close();
                status = process.waitFor();
            } finally {
                process.destroy();
            }
            if (status != 0) {
                String last = Files.readString(err).strip().replaceAll("(?s).*\\R", "");
                throw problem("ended with status " + status + (last.isEmpty() ? "" : ": " + last));
            }
            return Files.readString(out);
        } catch (IOException e) {
            throw problem("cannot be run: " + e.getMessage());
        } finally {
            delete(out);
            delete(err);
        }
    }

    ProblemException problem(String cause) {
        return new ProblemException(
                ReasonCode.INPUT_INVALID, what, what + " " + cause, "run it by hand to see what is wrong");
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a file left in the temporary folder harms nobody
        }
    }
}
