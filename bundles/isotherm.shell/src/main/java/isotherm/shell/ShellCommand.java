/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import picocli.CommandLine.Command;

/**
 * Hands over to Gogo's shell, which runs on a thread of its own and stops the framework when it is left. Ends with the
 * status of the last command given there.
 */
@Command(name = "shell", description = "Open the interactive shell.")
final class ShellCommand implements Callable<Integer> {
    private static final String GOGO = "org.apache.felix.gogo.jline";
    private final Session session;

    ShellCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws BundleException {
        Bundle[] installed = session.framework == null ? new Bundle[0] : session.framework.getBundles();
        Bundle gogo = Arrays.stream(installed)
                .filter(b -> GOGO.equals(b.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.INPUT_INVALID,
                        "shell",
                        "the interactive shell is not installed here",
                        "start it with 'isotherm shell'"));
        GogoCommands commands = session.services.get(GogoCommands.class);
        GogoHelp.register(session.framework);
        start(gogo);
        try {
            session.framework.getBundle(0).adapt(Framework.class).waitForStop(0);
        } catch (InterruptedException e) {
            // leaving the shell stops the framework, and its going down interrupts the command
        }
        return commands.status();
    }

    /** JLine looks for what drives a terminal where the thread's loader looks; where nothing is found it edits no lines. */
    private static void start(Bundle gogo) throws BundleException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(GogoHelp.terminalLoader());
        try {
            gogo.start();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
