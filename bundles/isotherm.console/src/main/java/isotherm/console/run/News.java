/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import java.util.List;

/**
 * What a watcher of a run has not seen yet.
 *
 * @param progress the latest, or null
 * @param losses new points, by stage
 * @param messages new lines
 * @param ended whether the run is over
 */
public record News(ProgressView progress, List<Losses> losses, List<String> messages, boolean ended) {
    /**
     * @param stage the stage
     * @param from how many of the points seen before still hold; 0 where all are told anew
     * @param points the points after those
     */
    public record Losses(String stage, int from, List<LossCurve.Point> points) {}
}
