/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the launcher itself needs of the command line, before there is a framework to parse it: the folders, the backend,
 * and which command it is. Everything else, wrong options included, is the commands' affair.
 *
 * @param data where data sets lie
 * @param runs where runs go
 * @param backend the compute backend asked for
 * @param load what users add: bundles and configurations; empty for the distribution's own folder
 * @param command the command, empty where there is none
 * @param state what the program keeps for the user and cannot make again
 * @param verbose whether stack traces are wanted
 * @param allowed folders besides the data folder that the console may read data sets from
 * @param webConsole whether the console has Felix's Web Console beside it
 */
record LaunchOptions(
        Path data,
        Path runs,
        String backend,
        Optional<Path> load,
        String command,
        Path state,
        boolean verbose,
        List<Path> allowed,
        boolean webConsole) {
    private static final List<String> WITH_VALUE = List.of("--data", "--runs", "--backend", "--allow-data");

    static LaunchOptions of(List<String> args, Map<String, String> environment) {
        return new LaunchOptions(
                folder(args, environment, "data", "ISOTHERM_DATA"),
                folder(args, environment, "runs", "ISOTHERM_RUNS"),
                value(args, "--backend")
                        .or(() -> set(environment, "ISOTHERM_BACKEND"))
                        .orElse("cpu"),
                set(environment, "ISOTHERM_LOAD").map(folder -> Path.of(folder).toAbsolutePath()),
                command(args),
                state(environment),
                args.contains("--verbose"),
                values(args, "--allow-data").stream()
                        .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                        .toList(),
                args.contains("--web-console"));
    }

    /** The first of: ISOTHERM_STATE, isotherm in XDG_STATE_HOME, isotherm in the user's folder for it. */
    private static Path state(Map<String, String> environment) {
        return set(environment, "ISOTHERM_STATE")
                .map(Path::of)
                .or(() -> set(environment, "XDG_STATE_HOME").map(folder -> Path.of(folder, "isotherm")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state", "isotherm"))
                .toAbsolutePath()
                .normalize();
    }

    private static Path folder(List<String> args, Map<String, String> environment, String name, String variable) {
        String folder =
                value(args, "--" + name).or(() -> set(environment, variable)).orElse(name);
        return Path.of(folder).toAbsolutePath().normalize();
    }

    /** The last one counts, as {@code --option value} or {@code --option=value}. */
    private static Optional<String> value(List<String> args, String option) {
        List<String> found = values(args, option);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.get(found.size() - 1)).filter(text -> !text.isBlank());
    }

    private static List<String> values(List<String> args, String option) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).startsWith(option + "=")) {
                found.add(args.get(i).substring(option.length() + 1));
            } else if (args.get(i).equals(option) && i + 1 < args.size()) {
                found.add(args.get(i + 1));
            }
        }
        return found;
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private static String command(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            if (WITH_VALUE.contains(args.get(i))) {
                i++;
            } else if (!args.get(i).startsWith("-")) {
                return args.get(i);
            }
        }
        return "";
    }
}
