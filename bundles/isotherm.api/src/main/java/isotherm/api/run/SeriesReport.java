/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Makes readable what several runs came to together. Safe for use by several threads. */
@ProviderType
public interface SeriesReport {
    /**
     * Writes (or replaces) {@code report.html} in a folder that holds {@code summary.json}, the results of runs that repeat
     * each other: {@code experiment}, {@code preset}, {@code seeds}, {@code runs}, {@code folders} (of the runs, seen from
     * this one), {@code results} and {@code average}. Each line of these has {@code dataset} (results alone), {@code score},
     * {@code n_id} and {@code n_ood}, and by its name each metric, a fraction: {@code mean}, {@code standard_deviation} (null
     * for a single run), {@code values} and, where the runs have 95 % bootstrap intervals, {@code intervals}; the last two
     * in the order of the runs.
     *
     * @return the page: one file that loads nothing, with links to the runs' reports
     * @throws isotherm.api.wiring.ProblemException DATA_MISSING or DATA_INVALID where the summary cannot be used,
     *     RESOURCE_EXHAUSTED where the disk is full
     */
    Path write(Path folder) throws IOException;
}
