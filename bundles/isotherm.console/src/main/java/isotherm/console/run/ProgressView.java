/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import isotherm.api.run.Progress;

/**
 * How far a run is, for machines; what is not known is null.
 *
 * @param stage name of the stage
 * @param task what is being done
 * @param done units of the stage that are done
 * @param total units of the stage
 * @param imagesPerSecond present rate
 * @param secondsLeft of the stage, by its pace so far
 * @param loss latest training loss
 */
public record ProgressView(
        String stage, String task, long done, long total, Double imagesPerSecond, Double secondsLeft, Double loss) {
    static ProgressView of(Progress p, double secondsLeft) {
        return new ProgressView(
                p.stage().name(),
                p.task(),
                p.done(),
                p.total(),
                p.imagesPerSecond() > 0 ? p.imagesPerSecond() : null,
                secondsLeft >= 0 ? secondsLeft : null,
                Double.isFinite(p.loss()) ? p.loss() : null);
    }
}
