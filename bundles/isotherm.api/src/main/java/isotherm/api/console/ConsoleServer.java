/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.console;

import isotherm.api.wiring.ProblemException;
import org.osgi.annotation.versioning.ProviderType;

/** Serves the console. No port is open before {@link #open}. Safe for use by several threads. */
@ProviderType
public interface ConsoleServer {
    /**
     * Opens the one port of this program and waits until it answers.
     *
     * @param host name or address of the network interface to listen on
     * @param port 1 to 65535, or 0 for any that is free
     * @param forgetPassword whether the stored password is forgotten first, so that a new one-time token is made
     * @throws ProblemException INPUT_INVALID where host or port cannot be listened on or the console is open already,
     *     RESOURCE_EXHAUSTED where the state folder cannot be read or written
     */
    OpenConsole open(String host, int port, boolean forgetPassword);
}
