/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.console.ConsoleServer;
import isotherm.api.console.Listen;
import isotherm.api.console.OpenConsole;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the console until the program is stopped; runs that were started there end with a checkpoint then. */
@Command(name = "serve", description = "Serve the console for a browser, and the REST API, until Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8181",
            description = "where to listen, 0 for any free port (default: 8181)")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "on which address to listen (default: 127.0.0.1, which only this machine reaches)")
    private String host;

    @Option(
            names = "--keystore",
            paramLabel = "FILE",
            description = "speak TLS, with the key and certificate of this PKCS #12 file, whose password is in "
                    + "ISOTHERM_KEYSTORE_PASSWORD")
    private Path keyStore;

    @Option(
            names = "--allow-data",
            paramLabel = "DIR",
            description = "a folder that data sets may lie in besides the data folder; as often as needed")
    private List<Path> allowed = List.of();

    @Option(names = "--web-console", description = "have Felix's Web Console beside the page: see docs/console.md")
    private boolean webConsole;

    @Option(names = "--new-password", description = "forget the password, and print a token to set another with")
    private boolean newPassword;

    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        allowed.forEach(ServeCommand::require);
        ConsoleServer server = session.services
                .find(ConsoleServer.class)
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.INPUT_INVALID,
                        "serve",
                        "the console is not installed here",
                        "start it with 'isotherm serve'"));
        try (OpenConsole console = server.open(where(), newPassword)) {
            var hook = new Thread(() -> end(console), "isotherm-serve-exit");
            Runtime.getRuntime().addShutdownHook(hook);
            tell(console);
            await(console, hook);
        }
        return Program.OK;
    }

    /** The launcher has told the engine of it before there was anybody to ask. */
    private static void require(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID,
                    folder.toString(),
                    "there is no folder " + folder + " to allow data sets in",
                    "name one that exists with --allow-data");
        }
    }

    private Listen where() {
        String password = System.getenv("ISOTHERM_KEYSTORE_PASSWORD");
        return new Listen(host, port, Optional.ofNullable(keyStore), password == null ? "" : password);
    }

    private void tell(OpenConsole console) {
        URI address = console.address();
        if (session.json()) {
            session.printJson(Views.map(
                    "url",
                    address.toString(),
                    "token",
                    console.token().orElse(null),
                    "pid",
                    ProcessHandle.current().pid()));
            return;
        }
        session.out.println("console:  " + address);
        console.token().ifPresent(token -> {
            session.out.println("token:    " + token);
            session.out.println("No password is set yet. Set one, with this token, at " + address + "#token=" + token);
        });
        if (!loopback() && keyStore == null) {
            session.out.println(
                    "Other machines reach this address, and what is sent is not encrypted: see docs/console.md");
        }
        session.out.println("Ctrl-C ends it; runs under way end with a checkpoint.");
        session.out.flush();
    }

    private boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Until the framework goes down, which interrupts the command. */
    private void await(OpenConsole console, Thread hook) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            end(console);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is going down, and the hook does the same
        }
    }

    /** Once, whoever comes first: on a signal, the exit hook and the interrupted command both want it. */
    private synchronized void end(OpenConsole console) {
        try {
            for (RunInfo run : console.endRuns("stopped by the user")) {
                session.err.println("isotherm: run " + run.id()
                        + (run.state() == RunState.COMPLETED
                                ? " is complete"
                                : " was interrupted – go on with 'isotherm resume " + run.id() + "'"));
            }
            session.err.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
