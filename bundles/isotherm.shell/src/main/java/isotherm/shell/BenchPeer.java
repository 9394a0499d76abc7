/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another program that measures the same cases; each measurement is a process of its own. */
final class BenchPeer {
    /** The variables that runtime/isotherm set for this process and the user did not. */
    private static final String TUNED = "isotherm.tuned";

    private final String command;
    private final int repetitions;

    BenchPeer(String command, int repetitions) {
        this.command = command;
        this.repetitions = repetitions;
    }

    /** The peer's images per second, as it reports them. */
    double rate(String measured) throws InterruptedException {
        // what stands behind an @ is an engine of Isotherm's
        String name = measured.replaceFirst("@.*", "");
        List<String> words = new ArrayList<>(List.of(command.strip().split("\\s+")));
        words.addAll(List.of(name, "--threads", Integer.toString(threads()), "--reps", Integer.toString(repetitions)));
        var process = new BenchProcess("the peer '" + command + "'", words)
                .without(List.of(System.getProperty(TUNED, "").split(",")));
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + "\\s+([0-9.]+)\\s+img/s")
                .matcher(process.output());
        if (!line.find()) {
            throw process.problem("printed no line '" + name + " RATE img/s'");
        }
        return Double.parseDouble(line.group(1));
    }

    /** As many as Isotherm's natives take. */
    static int threads() {
        String set = System.getenv("OMP_NUM_THREADS");
        return set != null && set.matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(set)
                : Runtime.getRuntime().availableProcessors();
    }
}
