/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Has PyTorch export models. */
final class PyTorch {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final int SECONDS = 3600;
    private static final Path SCRIPT = Path.of("src/test/resources/export.py");

    private PyTorch() {}

    /** Without PyTorch the test is skipped, or fails where the environment says ISOTHERM_TORCH=required. */
    static void need(Path scratch) throws IOException, InterruptedException {
        boolean there = Files.isExecutable(PYTHON) && start(scratch, List.of("-c", "import torch")) == 0;
        boolean required = "required".equals(System.getenv("ISOTHERM_TORCH"));
        assertTrue(there || !required, "there is no PyTorch in " + PYTHON + ": install python3-torch");
        assumeTrue(there, "there is no PyTorch in " + PYTHON + ", so nobody compares with it: install python3-torch");
    }

    /** Writes models into a folder, as export.py says. */
    static void export(Path folder, String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(SCRIPT.toString(), folder.toString()));
        line.addAll(List.of(arguments));
        int status = start(folder, line);
        assertEquals(0, status, Files.readString(folder.resolve("err.txt")));
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
