/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.dataset;

import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Knows where published data sets come from, so that whoever lacks one is told. Safe for use by several threads. */
@ConsumerType
public interface DatasetOrigins {
    /**
     * How to get the data set that is missing, as a clause that goes on from a problem's cure; empty where it is not known.
     *
     * @param data the data folder
     * @param subject what the problem of the missing data is about: a path, absolute or relative to the working folder, or a
     *     name
     */
    Optional<String> of(Path data, String subject);
}
