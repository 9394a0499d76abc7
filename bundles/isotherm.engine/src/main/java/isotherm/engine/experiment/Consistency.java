/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;

/** What bounds of single settings cannot say. */
final class Consistency {
    private Consistency() {}

    /** @throws ProblemException CONFIG_INVALID where a value is malformed, or does not go with another */
    static void check(Settings settings) {
        String checkpoint = settings.text(SettingKey.CHECKPOINT);
        if (!checkpoint.isEmpty() && !checkpoint.matches("last|best|\\d{1,6}")) {
            throw wrong(
                    SettingKey.CHECKPOINT,
                    "setting 'checkpoint' cannot be '" + checkpoint + "'",
                    "use last, best or the number of an epoch that has a snapshot");
        }
        checkMilestones(settings);
        int warmup = settings.integer(SettingKey.PRETRAIN_WARMUP);
        int epochs = settings.integer(SettingKey.PRETRAIN_EPOCHS);
        if (warmup >= epochs) {
            throw wrong(
                    SettingKey.PRETRAIN_WARMUP,
                    "a warm-up of " + warmup + " epochs does not end within a pre-training of " + epochs,
                    "use fewer than pretrain.epochs");
        }
    }

    private static void checkMilestones(Settings settings) {
        SettingKey key = SettingKey.PRETRAIN_MILESTONES;
        List<String> milestones = settings.list(key);
        if (!milestones.stream().allMatch(epoch -> epoch.matches("[1-9]\\d{0,5}"))) {
            throw wrong(
                    key,
                    "setting '" + key.key() + "' cannot be '" + settings.text(key) + "'",
                    "use numbers of epochs, parted by semicolons: 60;120;160");
        }
        if (milestones.isEmpty() && settings.text(SettingKey.PRETRAIN_SCHEDULE).equals("steps")) {
            throw wrong(
                    key,
                    "the schedule 'steps' has no epochs to lower the rate after",
                    "set " + key.key() + "=60;120;160");
        }
    }

    private static ProblemException wrong(SettingKey key, String cause, String cure) {
        return new ProblemException(ReasonCode.CONFIG_INVALID, key.key(), cause, cure);
    }
}
