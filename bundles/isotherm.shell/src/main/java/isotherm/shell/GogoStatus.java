/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import org.apache.felix.service.command.Process;

/** A class of its own, because Gogo is there only where the shell is. */
final class GogoStatus {
    private GogoStatus() {}

    /** Gives Gogo the exit status of the command that this thread has run for it. */
    static void tell(int status) {
        Process command = Process.Utils.current();
        if (command != null) {
            command.error(status);
        }
    }
}
