/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.work.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records what a run's results depend on, and holds a resumed run to it. */
final class DataCheck {
    private DataCheck() {}

    /** @throws ProblemException DATA_INVALID where a resumed run would see other images than it began with */
    static void unchanged(RunContext run) throws IOException {
        Map<String, String> before = run.record.map("hashes");
        Map<String, String> now = run.data.fingerprints();
        now.forEach((set, fingerprint) -> {
            if (before.containsKey(set) && !before.get(set).equals(fingerprint)) {
                throw new ProblemException(
                        ReasonCode.DATA_INVALID,
                        set,
                        "the images of " + set + " have changed since the run began",
                        "start the experiment anew");
            }
        });
        var hashes = new LinkedHashMap<>(before);
        hashes.putAll(now);
        run.record.set("hashes", hashes);
        if (!run.data.skipped().isEmpty()) {
            run.record.set("skipped", run.data.skipped());
        }
        run.record.write();
    }

    /** Adds the classifier's weights to the record, and the decoder's where it is there already. */
    static void hash(RunContext run, Classifier classifier) throws IOException {
        var hashes = new LinkedHashMap<>(run.record.map("hashes"));
        hashes.put("classifier", classifier.hash());
        if (Files.exists(run.files.decoder())) {
            hashes.put("decoder", Hash.file(run.files.decoder()));
        }
        run.record.set("hashes", hashes);
    }
}
