/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.console;

import isotherm.api.run.RunInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A console that is listened on. Safe for use by several threads. */
@ProviderType
public interface OpenConsole extends AutoCloseable {
    /** Where a browser on this machine finds it. */
    URI address();

    /** Where no password is set yet: what sets one, once. It is stored nowhere and dies with the console. */
    Optional<String> token();

    /**
     * Ends the runs that were started here and are under way, each with a checkpoint, and waits for their end for half a
     * minute at most; none can be started from then on.
     *
     * @return those runs as they stand then
     */
    List<RunInfo> endRuns(String reason) throws InterruptedException;

    /** Closes the port and forgets all sessions; more than once does nothing. */
    @Override
    void close();
}
