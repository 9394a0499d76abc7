/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import isotherm.api.score.FittedScore;

/**
 * A score of a run.
 *
 * @param label what results call it
 * @param score ready for use
 * @param heatmaps whether it looks at heatmaps
 */
public record ScoreColumn(String label, FittedScore score, boolean heatmaps) {}
