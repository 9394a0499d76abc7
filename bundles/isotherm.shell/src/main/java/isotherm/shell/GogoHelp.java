/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;
import org.osgi.framework.BundleContext;
import picocli.CommandLine;

/** What helps at Gogo's prompt: {@code help}, and the words that complete a line. Of use only where the shell is. */
public final class GogoHelp {
    static final String SCOPE = "isotherm";
    /** The underscores keep it from being offered as a command. */
    static final String WORDS = "__words";

    static final String HELP = "help";
    private static final long WAIT_MILLIS = 200;
    private final BundleContext context;

    private GogoHelp(BundleContext context) {
        this.context = context;
    }

    static void register(BundleContext context) {
        var help = new GogoHelp(context);
        var properties = new Hashtable<String, Object>();
        properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, new String[] {HELP, WORDS});
        context.registerService(GogoHelp.class, help, properties);
        context.registerService(CommandSessionListener.class, new GogoSessions(help), null);
    }

    static ClassLoader terminalLoader() {
        return Candidate.class.getClassLoader();
    }

    /** {@code help}: every command in a line. */
    public void help(CommandSession session) {
        Table table = new Table("COMMAND", "");
        commands(session).forEach((name, command) -> table.row(name, description(command)));
        table.print(System.out);
        System.out.println();
        System.out.println(
                "help COMMAND tells a command's parameters and options; gogo:help lists the shell's own commands");
    }

    /** {@code help COMMAND}: its parameters and options. */
    public void help(CommandSession session, String name) throws Exception {
        CommandLine command = commands(session).get(withoutScope(name));
        if (command == null) {
            session.execute("gogo:help '" + name.replace("'", "") + "'");
        } else {
            command.usage(System.out);
        }
    }

    /** What the word at the cursor can become. */
    public Collection<?> __words(CommandSession session) throws Exception {
        ParsedLine line = (ParsedLine) session.get(".commandLine");
        var before = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        before.set(0, withoutScope(before.get(0)));
        try (var services = new FrameworkServices(context, WAIT_MILLIS)) {
            if (HELP.equals(before.get(0))) {
                return List.copyOf(commands(session).keySet());
            }
            var place = Completion.after(program(services).commands(), before);
            if (place.path()) {
                return (Collection<?>) session.execute("__files");
            }
            // whoever takes a key goes on with its value
            return place.names().stream()
                    .map(name -> new Candidate(name, name, null, null, null, null, !name.endsWith("=")))
                    .toList();
        }
    }

    /** Those of Isotherm's that can be given here, by name. */
    Map<String, CommandLine> commands(CommandSession session) {
        var commands = new TreeMap<String, CommandLine>();
        try (var services = new FrameworkServices(context, WAIT_MILLIS)) {
            program(services).commands().forEach((name, command) -> {
                if (session.get(SCOPE + ":" + name) != null) {
                    commands.put(name, command);
                }
            });
        }
        return commands;
    }

    static String description(CommandLine command) {
        return String.join(" ", command.getCommandSpec().usageMessage().description());
    }

    private Program program(Services services) {
        return new Program(new Session(
                services, System.out, System.err, System.console() != null, context::getProperty, context, false));
    }

    private static String withoutScope(String name) {
        return name.startsWith(SCOPE + ":") ? name.substring(SCOPE.length() + 1) : name;
    }
}
