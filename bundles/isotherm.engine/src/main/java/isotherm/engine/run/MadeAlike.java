/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.ProblemException;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.maker.MadeBy;
import isotherm.engine.maker.Makers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Holds what an earlier run left against the plug-ins and threads that would make it now, and says once what differs. */
final class MadeAlike {
    private final RunContext run;
    private boolean told;

    MadeAlike(RunContext run) {
        this.run = run;
    }

    /** Whether its classifier comes of the very code that would train it now; an imported one comes of none here. */
    boolean classifier(RunRecord earlier) {
        return run.settings.text(SettingKey.CLASSIFIER).isEmpty()
                ? alike(
                        earlier,
                        "classifier",
                        new RunFiles(earlier.folder()).classifier(),
                        run.plugins.makers.classifier())
                : true;
    }

    /** Whether its classifier and its decoder do. */
    boolean decoder(RunRecord earlier) {
        return classifier(earlier)
                && alike(earlier, "decoder", new RunFiles(earlier.folder()).decoder(), run.plugins.makers.decoder());
    }

    private boolean alike(RunRecord earlier, String what, Path file, Makers now) {
        Optional<String> difference = difference(file, now).or(() -> RunThreads.difference(earlier, run.record));
        difference.ifPresent(words -> {
            String id = earlier.folder().getFileName().toString();
            String named = what.equals("classifier") ? "classifier=" : "decoder.weights=";
            if (!told) {
                told = true;
                run.work.message(
                        "the " + what + " of run " + id + " has these settings and images, but is not taken over: "
                                + words + " (to take it all the same, name it: " + named + id + ")");
            }
        });
        return difference.isEmpty();
    }

    /**
     * Warns where the plug-ins that compute named weights are not those that these were trained with.
     *
     * @param name of a classifier or decoder
     * @param kinds of plug-ins that compute it
     */
    void named(String what, String name, Map<String, String> metadata, Makers now, String... kinds) {
        Makers made = MadeBy.of(metadata).last().only(kinds);
        // imported weights were trained by no plug-in
        boolean trained = made.known() || metadata.getOrDefault("source", "").startsWith("trained by run");
        if (trained) {
            now.only(kinds)
                    .insteadOf(made)
                    .ifPresent(difference -> run.work.warn(
                            what + " '" + name + "' was made otherwise than it is computed now: " + difference));
        }
    }

    private static Optional<String> difference(Path file, Makers now) {
        try {
            MadeBy its = MadeBy.of(OwnWeights.metadata(file));
            return its.is(now) ? Optional.empty() : Optional.of(its.unlike(now));
        } catch (ProblemException e) {
            return Optional.of(e.problem().cause());
        }
    }
}
