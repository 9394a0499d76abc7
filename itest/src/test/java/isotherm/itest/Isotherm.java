/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import isotherm.launcher.PretendedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as a user starts it: {@code runtime/isotherm} in a process of its own, in a folder of its own. */
final class Isotherm {
    private static final Path ROOT = Path.of(System.getProperty("isotherm.root"));
    static final Path CACHE = Path.of(System.getProperty("isotherm.cache"));
    static final Path DISTRIBUTION = ROOT.resolve("runtime/dist/target/isotherm");
    private static final long LIMIT_SECONDS = 1200;

    private final Process process;
    private final Path out;
    private final Path err;

    private Isotherm(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Isotherm start(Path folder, String... args) throws IOException {
        return start(folder, Map.of(), args);
    }

    /** In an environment with some variables more. */
    static Isotherm start(Path folder, Map<String, String> variables, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(args));
        line.add(0, ROOT.resolve("runtime/isotherm").toString());
        return start(folder, variables, line);
    }

    /** On a terminal of 120 by 40 characters, as somebody sits at it. */
    static Isotherm onTerminal(Path folder, String command) throws IOException {
        String line = "stty cols 120 rows 40; exec '" + ROOT.resolve("runtime/isotherm") + "' " + command;
        // what is typed is kept in the home folder
        var variables = Map.of("TERM", "xterm", "ISOTHERM_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Duser.home=" + folder);
        return start(folder, variables, List.of("script", "-qfec", line, "/dev/null"));
    }

    /** Any command line, in the environment of these tests and with some variables more. */
    static Isotherm start(Path folder, Map<String, String> variables, List<String> line) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt"), err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("ISOTHERM_NO_BUILD", "1");
        builder.environment().put("ISOTHERM_CACHE", CACHE.toString());
        builder.environment().put("ISOTHERM_LOAD", folder.resolve("load").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables);
        return new Isotherm(builder.start(), out, err);
    }

    static Result run(Path folder, String... args) throws IOException, InterruptedException {
        return start(folder, args).await();
    }

    /** On a machine that looks as the folder says; there, too, is where CUDA's libraries are looked for. */
    static Result onPretendedMachine(Path folder, String... args) throws Exception {
        var classes =
                PretendedMachine.class.getProtectionDomain().getCodeSource().getLocation();
        List<String> line = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                Path.of(classes.toURI()) + ":" + DISTRIBUTION.resolve("lib/*"),
                PretendedMachine.class.getName(),
                DISTRIBUTION.toString(),
                folder.toString()));
        line.addAll(List.of(args));
        return start(folder, Map.of("ISOTHERM_CUDA", folder.toString()), line).await();
    }

    /** What it has said so far. */
    String output() throws IOException {
        return Files.readString(out);
    }

    Process process() {
        return process;
    }

    /** Waits until the output holds a text. */
    void says(String text) throws IOException, InterruptedException {
        for (int i = 0; i < LIMIT_SECONDS * 10; i++) {
            if (Files.readString(out).contains(text)) {
                return;
            }
            if (!process.isAlive()) {
                throw new AssertionError("it ended; it said: " + Files.readString(err));
            }
            Thread.sleep(100);
        }
        throw new AssertionError("it does not say '" + text + "' but: " + Files.readString(out));
    }

    Result await() throws IOException, InterruptedException {
        return await(LIMIT_SECONDS);
    }

    Result await(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + seconds + " s; it said: " + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    record Result(int status, String out, String err) {}
}
