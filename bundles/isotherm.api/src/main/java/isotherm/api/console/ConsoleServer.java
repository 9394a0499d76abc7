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
     * @param where the interface, the port, and whether TLS is spoken there
     * @param forgetPassword whether the stored password is forgotten first, so that a new one-time token is made
     * @throws ProblemException INPUT_INVALID where host or port cannot be listened on, the key store cannot be
     *     used, or the console is open already,
     *     RESOURCE_EXHAUSTED where the state folder cannot be read or written
     */
    OpenConsole open(Listen where, boolean forgetPassword);
}
