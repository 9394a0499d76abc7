/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import java.util.List;
import java.util.Locale;

/**
 * How the learning rate of a classifier's training is to go.
 *
 * @param start the highest, reached when the warm-up ends
 * @param warmup epochs over which it rises in a straight line, step by step, from near 0
 * @param patience epochs without a rise of validation accuracy that {@code PLATEAU} waits
 * @param decay what the rate is multiplied by at a plateau or milestone
 * @param milestones epochs after which {@code STEPS} lowers the rate
 */
public record PretrainRate(double start, Kind kind, int warmup, int patience, double decay, List<Integer> milestones) {
    /** What happens to the rate behind the warm-up. */
    public enum Kind {
        /** Lowered whenever validation stalls. */
        PLATEAU,
        /** Down to 0 along a half cosine. */
        COSINE,
        /** Stays. */
        CONSTANT,
        /** Lowered after given epochs. */
        STEPS
    }

    public PretrainRate {
        milestones = List.copyOf(milestones);
    }

    public static PretrainRate of(Settings settings) {
        return new PretrainRate(
                settings.number(SettingKey.PRETRAIN_LEARNING_RATE),
                Kind.valueOf(settings.text(SettingKey.PRETRAIN_SCHEDULE).toUpperCase(Locale.ROOT)),
                settings.integer(SettingKey.PRETRAIN_WARMUP),
                settings.integer(SettingKey.PRETRAIN_PATIENCE),
                settings.number(SettingKey.PRETRAIN_DECAY),
                settings.integers(SettingKey.PRETRAIN_MILESTONES));
    }
}
