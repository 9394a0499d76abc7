/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import org.osgi.annotation.versioning.ProviderType;

/** A run under way. Safe for use by several threads. */
@ProviderType
public interface RunHandle {
    RunInfo info();

    /** Waits for the end of the run. */
    RunInfo await() throws InterruptedException;

    /** Ends the run at the next batch, with a checkpoint; returns at once. */
    void interrupt(String reason);
}
