/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import java.nio.file.Path;

/**
 * Which of the decoders that a training leaves is evaluated.
 *
 * @param name {@code last}, {@code best} or an epoch, counted from 1; the last epoch is {@code last}
 */
record Checkpoint(String name) {
    /** The epoch that the published code evaluates. */
    static final int REFERENCE_EPOCH = 150;

    /** What the setting says, or else the preset. */
    static Checkpoint of(Settings settings) {
        int epochs = settings.integer(SettingKey.EPOCHS);
        String setting = settings.text(SettingKey.CHECKPOINT);
        if (setting.equals("last") || setting.equals("best")) {
            return new Checkpoint(setting);
        }
        int epoch = !setting.isEmpty()
                ? Integer.parseInt(setting)
                : settings.switches().reference("checkpoint") ? Math.min(REFERENCE_EPOCH, epochs) : epochs;
        return new Checkpoint(epoch == epochs ? "last" : Integer.toString(epoch));
    }

    boolean best() {
        return name.equals("best");
    }

    /** The epoch, or 0 where it is the last or the best one. */
    int epoch() {
        return name.matches("\\d+") ? Integer.parseInt(name) : 0;
    }

    /** Where a training of so many epochs keeps it. */
    Path file(RunFiles files, int epochs) {
        return best() ? files.bestSnapshot() : files.snapshot(epoch() == 0 ? epochs : epoch());
    }

    /** "epoch 10", "the lowest training loss": which decoder it is, in words. */
    String words(int epochs) {
        return best() ? "the lowest training loss" : "epoch " + (epoch() == 0 ? epochs : epoch());
    }
}
