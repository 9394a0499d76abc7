/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

/** How a run's report names the pictures of heatmaps that it writes, for whoever shows them elsewhere. */
public final class HeatmapFile {
    /** The folder they lie in, below the run's. */
    public static final String FOLDER = "heatmaps";

    private HeatmapFile() {}

    /**
     * The picture's path below the run's folder: of the set's label, nothing but ASCII letters and digits.
     *
     * @param dataset the set's label
     * @param index the image's place in the set
     */
    public static String of(String dataset, int index) {
        return FOLDER + "/" + dataset.replaceAll("[^A-Za-z0-9]+", "-") + "-" + index + ".png";
    }
}
