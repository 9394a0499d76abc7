/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.dataset;

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
}
