/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.target.FeatureTable;
import isotherm.api.target.TargetAssignment;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.image.ImageStore;
import isotherm.engine.work.Abandonable;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Gives each auxiliary OOD image of a run its target. */
final class Targets {
    /** tanh reaches differences below 1 of images in [-1,1], which are 127.5 of 255 steps. */
    private static final double REACH = 127.5;

    private final RunContext run;

    Targets(RunContext run) {
        this.run = run;
    }

    int[] assign(FeatureSet id, FeatureSet ood) throws IOException {
        run.work.progress("targets", 0, ood.size(), 0, Double.NaN);
        TargetAssignment assignment =
                assign(id.table(), ood.table(), run.settings.switches().targetOptions());
        assignment.warnings().forEach(run.work::warn);
        reach(assignment.idIndex());
        return assignment.idIndex();
    }

    /** The nearest ID images of some OOD images, for looking at. */
    int[] prototypes(FeatureSet id, FeatureSet ood, int[] places) {
        return places.length == 0
                ? new int[0]
                : assign(id.table(), ood.table(places), Map.of()).idIndex();
    }

    private TargetAssignment assign(FeatureTable id, FeatureTable ood, Map<String, String> options) {
        return Abandonable.call(run.work, () -> {
            try {
                return run.plugins.target.prepare(id, ood, options);
            } finally {
                id.z().close();
                ood.z().close();
            }
        });
    }

    /** Records how much of the wanted differences a heatmap cannot show (METHOD.md section 3, target scale). */
    private void reach(int[] targets) throws IOException {
        ImageStore id = run.idImages();
        ImageStore ood = run.oodImages();
        long beyond = 0;
        long values = 0;
        for (int i = 0; i < targets.length; i++) {
            byte[] x = ood.gather(new int[] {i});
            byte[] t = id.gather(new int[] {targets[i]});
            for (int k = 0; k < x.length; k++) {
                beyond += Math.abs((t[k] & 255) - (x[k] & 255)) > REACH ? 1 : 0;
            }
            values += x.length;
            if (i % 1000 == 0) {
                run.work.check();
            }
        }
        double share = values == 0 ? 0 : (double) beyond / values;
        run.record.set("targets", Map.of("strategy", run.settings.text(SettingKey.TARGET), "share_beyond_tanh", share));
        run.work.message(String.format(
                Locale.ROOT, "%.2f %% of the OOD images' target differences lie beyond tanh's reach", 100 * share));
    }
}
