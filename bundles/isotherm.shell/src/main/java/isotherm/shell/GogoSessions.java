/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.jline.builtins.Completers.CompletionData;
import picocli.CommandLine;

/**
 * Makes Gogo's sessions Isotherm's: its commands come before others of the same name (the component runtime has an
 * {@code info}, too), and the terminal is told how to complete them.
 */
final class GogoSessions implements CommandSessionListener {
    private static final String SCOPE = "SCOPE";
    private static final String PRESET = "gogo:*";
    private static final String COMPLETIONS = ".completions";

    private static final CompletionData WORDS =
            new CompletionData(null, null, GogoHelp.SCOPE + ":" + GogoHelp.WORDS, null);

    private final GogoHelp help;

    GogoSessions(GogoHelp help) {
        this.help = help;
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        prepare(session);
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
        prepare(session);
    }

    /** The first that is executed is Gogo's own profile: once it is through, the user can type. */
    @Override
    public void afterExecute(CommandSession session, CharSequence command, Object result) {
        prepare(session);
    }

    /** A scope that the user has set stays. */
    @SuppressWarnings("unchecked")
    private void prepare(CommandSession session) {
        if (!PRESET.equals(session.get(SCOPE))) {
            return;
        }
        // Gogo runs what the first of these scopes has, and completes what the last has
        session.put(SCOPE, GogoHelp.SCOPE + ":" + PRESET + ":" + GogoHelp.SCOPE);
        if (session.get(COMPLETIONS) instanceof Map<?, ?> known) {
            var completions = (Map<String, List<CompletionData>>) known;
            help.commands(session)
                    .forEach((name, command) -> completions.put(GogoHelp.SCOPE + ":" + name, completions(command)));
            completions.put(
                    GogoHelp.SCOPE + ":" + GogoHelp.HELP,
                    List.of(new CompletionData(null, "Tell what a command does and takes.", null, null), WORDS));
        }
    }

    private static List<CompletionData> completions(CommandLine command) {
        var data = new ArrayList<CompletionData>();
        data.add(new CompletionData(null, GogoHelp.description(command), null, null));
        command.getCommandSpec()
                .options()
                .forEach(option -> data.add(new CompletionData(
                        Arrays.asList(option.names()), String.join(" ", option.description()), null, null)));
        data.add(WORDS);
        return data;
    }
}
