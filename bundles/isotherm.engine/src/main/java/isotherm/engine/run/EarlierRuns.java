/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.Stage;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds what a run can take over from an earlier one with the same settings, where it was not asked to make it anew. */
record EarlierRuns(RunFolders folders) {
    private static final Set<SettingKey> CLASSIFIER = Set.of(
            SettingKey.ID,
            SettingKey.IMAGE_SIZE,
            SettingKey.ID_COUNT,
            SettingKey.BACKBONE,
            SettingKey.BACKBONE_OPTIONS,
            SettingKey.CLASSIFIER,
            SettingKey.SEED,
            SettingKey.PRETRAIN_EPOCHS,
            SettingKey.PRETRAIN_BATCH_SIZE,
            SettingKey.PRETRAIN_LEARNING_RATE,
            SettingKey.PRETRAIN_SCHEDULE,
            SettingKey.PRETRAIN_MOMENTUM,
            SettingKey.PRETRAIN_WEIGHT_DECAY,
            SettingKey.PRETRAIN_WARMUP,
            SettingKey.PRETRAIN_PATIENCE,
            SettingKey.PRETRAIN_DECAY,
            SettingKey.PRETRAIN_MILESTONES,
            SettingKey.PRETRAIN_NESTEROV,
            SettingKey.PRETRAIN_LABEL_SMOOTHING,
            SettingKey.PRETRAIN_AUGMENTATION,
            SettingKey.PRETRAIN_VALIDATION);
    /** Settings that came later: where one has its default, it is left out, so that runs made before stay what they were. */
    private static final Set<SettingKey> LATER = Set.of(
            SettingKey.DECODER_WEIGHTS,
            SettingKey.PRETRAIN_WARMUP,
            SettingKey.PRETRAIN_PATIENCE,
            SettingKey.PRETRAIN_DECAY,
            SettingKey.PRETRAIN_MILESTONES,
            SettingKey.PRETRAIN_NESTEROV,
            SettingKey.PRETRAIN_LABEL_SMOOTHING,
            SettingKey.PRETRAIN_VALIDATION);

    private static final Set<SettingKey> NOT_DECODER = Set.of(
            SettingKey.DESCRIPTION,
            SettingKey.PRESET,
            SettingKey.SWITCHES,
            SettingKey.OOD_TEST,
            SettingKey.TEST_COUNT,
            SettingKey.SCORES,
            SettingKey.METRICS,
            SettingKey.BOOTSTRAP,
            SettingKey.SNAPSHOT_EVERY,
            SettingKey.THREADS,
            SettingKey.GALLERY_COUNT);
    private static final List<String> CLASSIFIER_SWITCHES = List.of("last.bn.momentum", "validation", "seeds");
    private static final List<String> NOT_DECODER_SWITCHES = List.of("fpr", "ood.test.images");
    private static final String ID = "id.train";
    private static final String OOD = "ood.train";

    static String classifierKey(Settings settings) {
        var relevant = new TreeMap<String, String>();
        CLASSIFIER.forEach(key -> put(key, settings, relevant));
        CLASSIFIER_SWITCHES.forEach(name ->
                relevant.put("switch " + name, settings.switches().values().get(name)));
        return Hash.text(relevant.toString());
    }

    static String decoderKey(Settings settings) {
        var relevant = new TreeMap<String, String>();
        for (SettingKey key : SettingKey.values()) {
            if (!NOT_DECODER.contains(key)) {
                put(key, settings, relevant);
            }
        }
        settings.switches().values().forEach((name, value) -> {
            if (!NOT_DECODER_SWITCHES.contains(name)) {
                relevant.put("switch " + name, value);
            }
        });
        return Hash.text(relevant.toString());
    }

    private static void put(SettingKey key, Settings settings, Map<String, String> relevant) {
        if (!LATER.contains(key) || !settings.text(key).equals(key.fallback())) {
            relevant.put(key.key(), settings.text(key));
        }
    }

    /** Copies what can be taken over into the run's folder. */
    void reuse(RunContext run) throws IOException {
        if (Files.exists(run.files.classifier()) || run.requested.contains(Stage.PRETRAIN)) {
            return;
        }
        Map<String, String> data = run.data.fingerprints();
        List<RunRecord> earlier = folders.records().stream()
                .filter(record -> !record.folder().equals(run.files.folder()))
                .toList();
        String imported = run.settings.text(SettingKey.CLASSIFIER);
        boolean named = !run.settings.text(SettingKey.DECODER_WEIGHTS).isEmpty();
        Optional<RunFiles> decoder = named || run.requested.contains(Stage.TRAIN) || !beyondFeatures(run.requested)
                ? Optional.empty()
                : latest(
                        imported.isEmpty() ? earlier : withWeights(earlier, run.folders.findClassifier(imported)),
                        "decoder",
                        decoderKey(run.settings),
                        data,
                        List.of(ID, OOD),
                        RunFiles::decoder);
        if (decoder.isPresent()) {
            take(run, decoder.get(), true);
        } else if (imported.isEmpty()) {
            Optional<RunFiles> classifier =
                    latest(earlier, "classifier", classifierKey(run.settings), data, List.of(ID), RunFiles::classifier);
            if (classifier.isPresent()) {
                take(run, classifier.get(), false);
            }
        }
    }

    /** The runs whose classifier has the weights of a file: other weights may have been imported under the same name since. */
    private static List<RunRecord> withWeights(List<RunRecord> earlier, Path file) {
        String hash = Hash.weights(file);
        return earlier.stream()
                .filter(record -> hash.equals(record.map("hashes").get("classifier")))
                .toList();
    }

    /** The latest run that made a file with the same settings from the same images. */
    private static Optional<RunFiles> latest(
            List<RunRecord> earlier,
            String what,
            String key,
            Map<String, String> data,
            List<String> sets,
            Function<RunFiles, Path> file) {
        return earlier.stream()
                .filter(record -> key.equals(record.map("keys").get(what)))
                .filter(record -> sets.stream().allMatch(set -> data.get(set)
                        .equals(record.map("hashes").get(set))))
                .map(record -> new RunFiles(record.folder()))
                .filter(files -> Files.exists(file.apply(files)))
                .findFirst();
    }

    private static boolean beyondFeatures(Set<Stage> requested) {
        return requested.contains(Stage.EVALUATE) || requested.contains(Stage.REPORT);
    }

    private static void take(RunContext run, RunFiles earlier, boolean decoder) throws IOException {
        // the classifier last: it marks the taking over as done
        if (decoder) {
            copy(earlier.decoder(), run.files.decoder());
            copy(earlier.decoderLog(), run.files.decoderLog());
        }
        copy(earlier.classifierLog(), run.files.classifierLog());
        String what = decoder ? "classifier and decoder" : "classifier";
        String id = earlier.folder().getFileName().toString();
        run.record.put("reused", what + " of run " + id);
        run.record.write();
        copy(earlier.classifier(), run.files.classifier());
        run.work.message(what + " taken from run " + id);
    }

    /** A run that imported its classifier has no log of one, and so on: what is there is copied. */
    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            AtomicFile.copy(from, to);
        }
    }
}
