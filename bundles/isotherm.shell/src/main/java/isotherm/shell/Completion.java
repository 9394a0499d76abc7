/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What can stand at a place of a command line, after the words before it.
 *
 * @param commands that could come next
 * @param arguments that could come next: the option whose value is due, or parameters
 */
record Completion(List<String> commands, List<ArgSpec> arguments) {
    private static final Completion NONE = new Completion(List.of(), List.of());

    /** @param before the words before the place, the command first */
    static Completion after(Map<String, CommandLine> commands, List<String> before) {
        CommandLine command = before.isEmpty() ? null : commands.get(before.get(0));
        if (command == null) {
            return NONE;
        }
        OptionSpec due = null;
        int parameters = 0;
        for (String word : before.subList(1, before.size())) {
            if (due != null) {
                due = null;
            } else if (word.startsWith("-")) {
                OptionSpec option = command.getCommandSpec().optionsMap().get(word);
                due = option != null && option.arity().max() > 0 ? option : null;
            } else if (parameters == 0 && command.getSubcommands().containsKey(word)) {
                command = command.getSubcommands().get(word);
            } else {
                parameters++;
            }
        }
        if (due != null) {
            return new Completion(List.of(), List.of(due));
        }
        int place = parameters;
        return new Completion(
                place == 0 ? List.copyOf(command.getSubcommands().keySet()) : List.of(),
                command.getCommandSpec().positionalParameters().stream()
                        .filter(parameter -> parameter.index().contains(place))
                        .<ArgSpec>map(parameter -> parameter)
                        .toList());
    }

    /** Names that are there now. */
    List<String> names() {
        return Stream.concat(
                        commands.stream(),
                        arguments.stream()
                                .filter(argument -> argument.completionCandidates() != null)
                                .flatMap(argument -> StreamSupport.stream(
                                        argument.completionCandidates().spliterator(), false)))
                .toList();
    }

    /** Whether it is a file or folder. */
    boolean path() {
        return arguments.stream()
                .anyMatch(argument -> List.of(argument.auxiliaryTypes()).contains(Path.class));
    }
}
