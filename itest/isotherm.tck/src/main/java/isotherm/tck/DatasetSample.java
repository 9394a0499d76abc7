/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes a small data set for the contract tests of a loader. A service with the property {@code isotherm.dataset.name} of
 * the loader it is for; a loader that has none is opened in the framework's data folder as
 * {@code isotherm.tck.dataset.NAME.location} says.
 */
@ConsumerType
public interface DatasetSample {
    /**
     * Writes images of both splits.
     *
     * @param root an empty data folder
     * @return what stands behind the loader's name in a configuration: {@code :location?option=value}, or nothing
     */
    String write(Path root) throws IOException;
}
