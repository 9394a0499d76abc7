/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The commands in Gogo's shell, scope {@code isotherm}. Gogo redirects System.out for each of its sessions, and is told a
 * command's status, so that {@code run demo && report latest} ends with the first that fails.
 */
@Component(
        service = GogoCommands.class,
        property = {
            "osgi.command.scope=isotherm",
            "osgi.command.function=list",
            "osgi.command.function=info",
            "osgi.command.function=why",
            "osgi.command.function=run",
            "osgi.command.function=pretrain",
            "osgi.command.function=train",
            "osgi.command.function=evaluate",
            "osgi.command.function=resume",
            "osgi.command.function=explain",
            "osgi.command.function=ablate",
            "osgi.command.function=compare",
            "osgi.command.function=report",
            "osgi.command.function=import",
            "osgi.command.function=export",
            "osgi.command.function=datasets",
            "osgi.command.function=doctor",
            "osgi.command.function=bench",
            "osgi.command.function=version"
        })
public final class GogoCommands {
    private static final long WAIT_MILLIS = 2_000;
    private final BundleContext context;
    private volatile int status = Program.OK;

    @Activate
    public GogoCommands(BundleContext context) {
        this.context = context;
    }

    public void list(String... args) {
        call("list", args);
    }

    public void info(String... args) {
        call("info", args);
    }

    public void why(String... args) {
        call("why", args);
    }

    public void run(String... args) {
        call("run", args);
    }

    public void pretrain(String... args) {
        call("pretrain", args);
    }

    public void train(String... args) {
        call("train", args);
    }

    public void evaluate(String... args) {
        call("evaluate", args);
    }

    public void resume(String... args) {
        call("resume", args);
    }

    public void explain(String... args) {
        call("explain", args);
    }

    public void ablate(String... args) {
        call("ablate", args);
    }

    public void compare(String... args) {
        call("compare", args);
    }

    public void report(String... args) {
        call("report", args);
    }

    /** Gogo puts an underscore before a command that is a Java keyword. */
    public void _import(String... args) {
        call("import", args);
    }

    public void export(String... args) {
        call("export", args);
    }

    public void datasets(String... args) {
        call("datasets", args);
    }

    public void doctor(String... args) {
        call("doctor", args);
    }

    public void bench(String... args) {
        call("bench", args);
    }

    public void version(String... args) {
        call("version", args);
    }

    /** Of the last command, as the command line would have ended with it. */
    int status() {
        return status;
    }

    private void call(String command, String... args) {
        List<String> words = new ArrayList<>(List.of(args));
        words.add(0, command);
        try (FrameworkServices services = new FrameworkServices(context, WAIT_MILLIS)) {
            boolean terminal = System.console() != null;
            var session = new Session(services, System.out, System.err, terminal, context::getProperty, context, false);
            status = new Program(session).run(words);
        }
        GogoStatus.tell(status);
    }
}
