/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of a run's progress, on the run's own thread; must return quickly and not throw. */
@ConsumerType
public interface RunListener {
    default void progress(RunInfo run, Progress progress) {}

    /** Something the user should read: a warning, a result. */
    default void message(RunInfo run, String line) {}

    default void ended(RunInfo run) {}
}
