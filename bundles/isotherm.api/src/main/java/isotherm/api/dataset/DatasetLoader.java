/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.dataset;

import isotherm.api.wiring.ProblemException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens data sets of one format. A stateless service named by {@link DatasetName}; safe for use by several threads.
 */
@ConsumerType
public interface DatasetLoader {
    /**
     * Opens a data set; the caller closes it.
     *
     * @throws ProblemException DATA_MISSING where files are absent (naming the first one and where it was looked for),
     *     DATA_INVALID where they are truncated or of another format, CONFIG_INVALID for an option it does not know
     */
    ImageDataset open(DatasetRequest request);
}
