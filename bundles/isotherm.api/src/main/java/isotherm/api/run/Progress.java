/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

/**
 * How far a stage is.
 *
 * @param stage the stage
 * @param task what is being done, such as "epoch 3/10"
 * @param done units of the whole stage that are done
 * @param total units of the whole stage
 * @param imagesPerSecond present rate, or 0 where unknown
 * @param loss latest training loss, or NaN
 */
public record Progress(Stage stage, String task, long done, long total, double imagesPerSecond, double loss) {}
