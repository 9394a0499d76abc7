/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code isotherm shell} in a folder of its own, which is asked one command after the other. */
final class OpenShell implements AutoCloseable {
    /** What is promised is two seconds; a machine that has other work to do is given more, and the time is printed. */
    private static final long LIMIT_MILLIS = 300_000;

    private static final long ASK_MILLIS = 100;
    private static final long ANSWER_MILLIS = 600_000;

    private final Isotherm shell;
    private final Writer in;
    private int asked;

    OpenShell(Path folder) throws IOException {
        this(folder, Map.of());
    }

    /** In an environment with some variables more. */
    OpenShell(Path folder, Map<String, String> variables) throws IOException {
        shell = Isotherm.start(folder, variables, "shell");
        in = shell.process().outputWriter();
    }

    /** A command line as the shell reads it, to which a semicolon, say, would mean something. */
    static String line(List<String> words) {
        return words.get(0)
                + words.stream().skip(1).map(word -> " '" + word + "'").collect(Collectors.joining());
    }

    /** What a command prints. */
    String ask(String command) throws Exception {
        String mark = "answer-" + asked++;
        // on one line, because the shell prompts before lines
        tell("echo " + mark + "; " + command + "; echo " + mark);
        await("'" + command + "' is answered", () -> between(mark) != null);
        return between(mark);
    }

    /** Gives it a line, and does not wait. */
    void tell(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    /** Asks until the answer is as expected, and prints how long that took. */
    void within(String what, String command, Predicate<String> expected) throws Exception {
        long start = System.nanoTime();
        String answer = ask(command);
        while (!expected.test(answer)) {
            if (millisSince(start) > LIMIT_MILLIS) {
                throw new AssertionError(what + " is not taken up; '" + command + "' says: " + answer);
            }
            Thread.sleep(ASK_MILLIS);
            answer = ask(command);
        }
        System.out.printf(Locale.ROOT, "load folder: %s is taken up after %.1f s%n", what, millisSince(start) / 1e3);
    }

    void await(String what, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            if (!shell.process().isAlive() || millisSince(start) > ANSWER_MILLIS) {
                throw new AssertionError("not so: " + what + "; the shell said: " + shell.output());
            }
            Thread.sleep(ASK_MILLIS / 5);
        }
    }

    /** Leaves it. */
    @Override
    public void close() throws Exception {
        in.close();
        shell.await();
    }

    private String between(String mark) throws IOException {
        String[] parts = shell.output().split(mark + "\n", -1);
        return parts.length < 3 ? null : parts[1];
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
