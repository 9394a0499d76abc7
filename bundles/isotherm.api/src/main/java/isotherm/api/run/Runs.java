/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.ProblemException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Starts, resumes and lists runs. Safe for use by several threads. */
@ProviderType
public interface Runs {
    /**
     * Starts a run on a thread of its own.
     *
     * @throws ProblemException where the experiment cannot run; nothing has been written then
     */
    RunHandle start(RunRequest request, RunListener listener);

    /** Goes on with a run that was interrupted, failed, or whose process died, with the settings it was started with. */
    RunHandle resume(String runId, RunListener listener);

    /** All runs, latest first: those of the runs folder and those under way. */
    List<RunInfo> list();

    /** One run, by id or by the last part of it where that is unambiguous; {@code latest} is the latest. */
    RunInfo find(String runId);
}
