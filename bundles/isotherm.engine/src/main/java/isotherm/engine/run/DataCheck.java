/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.work.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records what a run's results depend on, and holds a resumed run to it. */
final class DataCheck {
    private static final String CLASSIFIER = "classifier";
    private static final String DECODER = "decoder";

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
        missing(run, hashes, CLASSIFIER, run.files.classifier());
        missing(run, hashes, DECODER, run.files.decoder());
        run.record.set("hashes", hashes);
        if (!run.data.skipped().isEmpty()) {
            run.record.set("skipped", run.data.skipped());
        }
        run.record.write();
    }

    /** Weights that were taken away are made anew, and may come out otherwise. */
    private static void missing(RunContext run, Map<String, String> hashes, String what, Path file) {
        if (Files.notExists(file) && hashes.remove(what) != null) {
            run.work.warn(file + " is missing, and is made anew");
        }
    }

    /** Records the classifier's weights, or holds them to the record. */
    static void classifier(RunContext run, Classifier classifier) {
        String known = run.record.map("hashes").getOrDefault(CLASSIFIER, classifier.hash());
        require(known.equals(classifier.hash()), run.files.classifier());
        run.record.add("hashes", Map.of(CLASSIFIER, classifier.hash()));
    }

    /** Records a decoder that was made or taken just now. */
    static void newDecoder(RunContext run) throws IOException {
        run.record.add("hashes", Map.of(DECODER, Hash.file(run.files.decoder())));
    }

    /** Records the decoder, if there is one, or holds it to the record. */
    static void decoder(RunContext run) throws IOException {
        if (Files.exists(run.files.decoder())) {
            String hash = Hash.file(run.files.decoder());
            require(run.record.map("hashes").getOrDefault(DECODER, hash).equals(hash), run.files.decoder());
            run.record.add("hashes", Map.of(DECODER, hash));
        }
    }

    /**
     * Holds the weights of a run to its record where they have no seal of their own: releases before 1.1 wrote none.
     *
     * @throws ProblemException WEIGHTS_INVALID where they are not those that the run used
     */
    static void unsealed(RunRecord record) throws IOException {
        var files = new RunFiles(record.folder());
        Map<String, String> hashes = record.map("hashes");
        if (unsealed(files.classifier()) && hashes.containsKey(CLASSIFIER)) {
            require(hashes.get(CLASSIFIER).equals(ClassifierFile.hash(files.classifier())), files.classifier());
        }
        if (unsealed(files.decoder()) && hashes.containsKey(DECODER)) {
            require(hashes.get(DECODER).equals(Hash.file(files.decoder())), files.decoder());
        }
    }

    private static boolean unsealed(Path file) {
        return Files.exists(file) && OwnWeights.seal(file).isEmpty();
    }

    private static void require(boolean same, Path file) {
        if (!same) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    file.toString(),
                    file + " is damaged, or another one than the run's record says",
                    OwnWeights.CURE);
        }
    }
}
