/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.FileName;

/** How a run's report names the pictures of heatmaps that it writes, for whoever shows them elsewhere. */
public final class HeatmapFile {
    /** The folder they lie in, below the run's. */
    public static final String FOLDER = "heatmaps";

    private HeatmapFile() {}

    /**
     * The picture's path below the run's folder, parted by a slash: no two sets share a picture, and none lies elsewhere.
     *
     * @param dataset the set's label
     * @param index the image's place in the set
     */
    public static String of(String dataset, int index) {
        return FOLDER + "/" + FileName.of(dataset) + "-" + index + ".png";
    }
}
