/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.dataset;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What to open.
 *
 * @param split which part; a data set without parts ignores it
 * @param root the data folder of this installation; need not exist for a data set that is drawn
 * @param location what stands behind the colon of {@code loader:location} in a configuration, empty where nothing does: for
 *     file-based loaders a path below {@code root} (or an absolute one), otherwise a variant
 * @param options what stands behind the question mark, {@code loader:location?key=value&key=value}
 * @param seed for data sets that are drawn: same seed, same images
 */
public record DatasetRequest(Split split, Path root, String location, Map<String, String> options, long seed) {
    public DatasetRequest {
        options = Map.copyOf(options);
    }

    /**
     * The file or folder that the location names.
     *
     * @param otherwise the path below {@code root} where it names none
     * @throws ProblemException CONFIG_INVALID where the location is no path of this system
     */
    public Path path(String otherwise) {
        try {
            return root.resolve(location.isEmpty() ? otherwise : location);
        } catch (InvalidPathException e) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    location,
                    "the location '" + location.replaceAll("\\p{Cntrl}", "?") + "' of a data set is no path: "
                            + e.getReason(),
                    "write loader:FOLDER, a path below " + root);
        }
    }
}
