/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Makes a run's record readable: report.html and heatmaps/*.png from the other files of the folder. */
@ProviderType
public interface ReportWriter {
    /**
     * Writes (or replaces) the report of a run folder and returns its path.
     *
     * @throws ProblemException DATA_MISSING or DATA_INVALID where a file of the run cannot be used, RESOURCE_EXHAUSTED where
     *     the disk is full
     */
    Path write(Path runFolder) throws IOException;
}
