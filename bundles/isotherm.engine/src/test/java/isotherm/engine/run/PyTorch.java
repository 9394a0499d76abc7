/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs scripts that need PyTorch with the operating system's Python. */
final class PyTorch {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final int SECONDS = 3600;

    /** Found out once, since it takes a second; null until then. */
    private static Boolean there;

    private PyTorch() {}

    /** Without PyTorch the test is skipped, or fails where the environment says ISOTHERM_TORCH=required. */
    static void need(Path scratch) throws IOException, InterruptedException {
        if (there == null) {
            there = Files.isExecutable(PYTHON) && start(scratch, List.of("-c", "import torch")) == 0;
        }
        boolean required = "required".equals(System.getenv("ISOTHERM_TORCH"));
        assertTrue(there || !required, "there is no PyTorch in " + PYTHON + ": install python3-torch");
        assumeTrue(there, "there is no PyTorch in " + PYTHON + ", so nobody compares with it: install python3-torch");
    }

    /**
     * What a script prints; it must end well.
     *
     * @param scratch a place for files
     */
    static List<String> run(Path scratch, Path script, String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(script.toString()));
        line.addAll(List.of(arguments));
        int status = start(scratch, line);
        assertEquals(0, status, Files.readString(scratch.resolve("err.txt")));
        return Files.readAllLines(scratch.resolve("out.txt"));
    }

    private static int start(Path scratch, List<String> arguments) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(PYTHON.toString()));
        line.addAll(arguments);
        var builder = new ProcessBuilder(line)
                .redirectOutput(scratch.resolve("out.txt").toFile())
                .redirectError(scratch.resolve("err.txt").toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("Python still ran after " + SECONDS + " s");
        }
        return process.exitValue();
    }
}
