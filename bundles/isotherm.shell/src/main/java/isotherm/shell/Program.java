/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.NativesTrouble;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses arguments, runs the command, and turns whatever goes wrong into one line and an exit status. */
final class Program {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private final Session session;
    private final CommandLine parser;

    Program(Session session) {
        this.session = session;
        IFactory names = Names.factory(session.services);
        parser = new CommandLine(session.options, names)
                .addSubcommand("list", new ListCommand(session))
                .addSubcommand("info", new InfoCommand(session))
                .addSubcommand("why", new WhyCommand(session))
                .addSubcommand("run", new RunCommand(session))
                .addSubcommand("pretrain", new PretrainCommand(session))
                .addSubcommand("train", new TrainCommand(session))
                .addSubcommand("evaluate", new EvaluateCommand(session))
                .addSubcommand("resume", new ResumeCommand(session))
                .addSubcommand("explain", new ExplainCommand(session))
                .addSubcommand("ablate", new AblateCommand(session))
                .addSubcommand("compare", new CompareCommand(session))
                .addSubcommand("report", new ReportCommand(session))
                .addSubcommand("import", new ImportCommand(session))
                .addSubcommand("export", new ExportCommand(session))
                .addSubcommand(
                        "datasets",
                        new CommandLine(new DatasetsCommand(session), names)
                                .addSubcommand("fetch", new FetchCommand(session)))
                .addSubcommand("doctor", new DoctorCommand(session))
                .addSubcommand("bench", new BenchCommand(session))
                .addSubcommand("serve", new ServeCommand(session))
                .addSubcommand("shell", new ShellCommand(session))
                .addSubcommand("version", new VersionCommand(session));
        parser.setExpandAtFiles(false);
        parser.setOut(new java.io.PrintWriter(session.out, true));
        parser.setColorScheme(CommandLine.Help.defaultColorScheme(session.terminal ? Ansi.AUTO : Ansi.OFF));
        parser.setParameterExceptionHandler((e, args) -> usage(e, List.of(args)));
        parser.setExecutionExceptionHandler((e, line, result) -> failure(e));
    }

    /** By name. */
    Map<String, CommandLine> commands() {
        return parser.getSubcommands();
    }

    int run(List<String> args) {
        int status;
        try {
            status = parser.execute(args.toArray(String[]::new));
        } catch (LinkageError | OutOfMemoryError e) {
            // natives that do not load are a LinkageError, and the parser hands exceptions alone on
            status = failure(e);
        }
        session.out.flush();
        session.err.flush();
        return status;
    }

    private int usage(ParameterException e, List<String> args) {
        CommandLine at = e.getCommandLine();
        String cure = at == parser ? "see 'isotherm --help'" : "see 'isotherm " + at.getCommandName() + " --help'";
        String cause = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean command = at == parser && !word.startsWith("-");
            cause = (command ? "there is no command '" : word.startsWith("-") ? "unknown option '" : "unexpected '")
                    + word + "'";
            cure = command
                    ? NearestName.hint(word, parser.getSubcommands().keySet())
                    : NearestName.of(word, at.getCommandSpec().optionsMap().keySet())
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse(cure);
        } else if (args.isEmpty()) {
            parser.usage(session.err);
            cause = "a command is missing";
        }
        return error(cause + " – " + cure, e, USAGE);
    }

    private int failure(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return error("out of memory – give more in ISOTHERM_JAVA_OPTS, such as -Xmx4g", e, FAILED);
        }
        if (Thread.currentThread().isInterrupted()
                || e instanceof InterruptedException
                || e instanceof CancellationException) {
            // only a program that is told to end interrupts a command; whatever went wrong went wrong by that
            return error("stopped before it was done – give the command again", e, FAILED);
        }
        if (e instanceof ProblemException problem) {
            return error(problem.problem().line(), e, FAILED);
        }
        Optional<Problem> natives = NativesTrouble.behind(e);
        if (natives.isPresent()) {
            return error(natives.get().line(), e, FAILED);
        }
        String message = e.getMessage() == null ? "" : ": " + e.getMessage().replaceAll("\\s*\\R\\s*", " ");
        String again = session.options.verbose ? "" : " – run again with --verbose";
        return error(e.getClass().getSimpleName() + message + again, e, FAILED);
    }

    private int error(String line, Throwable e, int status) {
        session.err.println("isotherm: " + line);
        if (session.options.verbose && status != USAGE) {
            e.printStackTrace(session.err);
        }
        return status;
    }
}
