/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.Stage;
import isotherm.engine.experiment.SettingKey;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds what a run can take over from an earlier one with the same settings, where it was not asked to make it anew. */
record EarlierRuns(RunFolders folders) {
    private static final String ID = "id.train";
    private static final String OOD = "ood.train";

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
        if (!named && !run.requested.contains(Stage.TRAIN) && beyondFeatures(run.requested)) {
            var same = imported.isEmpty() ? earlier : same(earlier, run.folders.findClassifier(imported));
            if (reuseDecoder(run, same, data)) {
                return;
            }
        }
        if (imported.isEmpty()) {
            Optional<RunRecord> classifier = latest(
                    earlier,
                    "classifier",
                    Set.of(RunKeys.classifier(run.settings)),
                    data,
                    List.of(ID),
                    RunFiles::classifier);
            if (classifier.isPresent()) {
                take(run, classifier.get(), "");
            }
        }
    }

    /** The decoder of an earlier run, or another one that its training kept. */
    private static boolean reuseDecoder(RunContext run, List<RunRecord> earlier, Map<String, String> data)
            throws IOException {
        int epochs = run.settings.integer(SettingKey.EPOCHS);
        var checkpoint = Checkpoint.of(run.settings);
        Optional<RunRecord> decoder = latest(
                earlier,
                "decoder",
                RunKeys.equal(run.settings, checkpoint.name()),
                data,
                List.of(ID, OOD),
                RunFiles::decoder);
        if (decoder.isPresent()) {
            RunFiles files = new RunFiles(decoder.get().folder());
            copy(files.decoder(), run.files.decoder());
            copy(files.decoderLog(), run.files.decoderLog());
            take(run, decoder.get(), "decoder");
            return true;
        }
        Set<String> trainings = RunKeys.equal(run.settings, RunKeys.ANY);
        Function<Function<RunFiles, Path>, Optional<RunRecord>> trained =
                file -> latest(earlier, "training", trainings, data, List.of(ID, OOD), file);
        // a run without its decoder is under way, or was broken off
        Optional<RunRecord> snapshot = trained.apply(
                files -> Files.exists(files.decoder()) ? checkpoint.file(files, epochs) : files.decoder());
        if (snapshot.isPresent()) {
            RunFiles files = new RunFiles(snapshot.get().folder());
            new KeptDecoders(files).take(checkpoint.file(files, epochs), run.files.decoder());
            copy(files.decoderLog(), run.files.decoderLog());
            take(run, snapshot.get(), "decoder of " + checkpoint.words(epochs));
            return true;
        }
        trained.apply(files -> new KeptDecoders(files).any()).ifPresent(record -> {
            throw new KeptDecoders(new RunFiles(record.folder()))
                    .without(checkpoint.words(epochs), run.record.text("experiment"));
        });
        return false;
    }

    /**
     * The runs whose classifier is that of a file: another may have been imported under the same name since, of other weights or
     * of the same with other options.
     */
    private static List<RunRecord> same(List<RunRecord> earlier, Path file) {
        String hash = ClassifierFile.hash(file);
        Map<String, String> options = NetworkOptions.of(SafeTensors.metadata(file));
        return earlier.stream()
                .filter(record -> hash.equals(record.map("hashes").get("classifier")))
                .filter(record -> {
                    Path its = new RunFiles(record.folder()).classifier();
                    return Files.exists(its) && options.equals(NetworkOptions.of(SafeTensors.metadata(its)));
                })
                .toList();
    }

    /** The latest run that made a file with the same settings from the same images. */
    private static Optional<RunRecord> latest(
            List<RunRecord> earlier,
            String what,
            Set<String> keys,
            Map<String, String> data,
            List<String> sets,
            Function<RunFiles, Path> file) {
        return earlier.stream()
                .filter(record -> keys.contains(record.map("keys").getOrDefault(what, "")))
                .filter(record -> sets.stream().allMatch(set -> data.get(set)
                        .equals(record.map("hashes").get(set))))
                .filter(record -> Files.exists(file.apply(new RunFiles(record.folder()))))
                .findFirst();
    }

    private static boolean beyondFeatures(Set<Stage> requested) {
        return requested.contains(Stage.EVALUATE) || requested.contains(Stage.REPORT);
    }

    /** @param decoder which decoder was copied already; empty for none */
    private static void take(RunContext run, RunRecord earlier, String decoder) throws IOException {
        RunFiles files = new RunFiles(earlier.folder());
        copy(files.classifierLog(), run.files.classifierLog());
        String what = decoder.isEmpty() ? "classifier" : "classifier and " + decoder;
        String id = earlier.folder().getFileName().toString();
        run.record.put("reused", what + " of run " + id);
        if (!decoder.isEmpty() && !earlier.text("training_seed").isEmpty()) {
            // the one that these weights come of, not the one that was drawn for a training that is not done
            run.record.set("training_seed", earlier.number("training_seed", 0));
        }
        run.record.write();
        // the classifier last: it marks the taking over as done
        copy(files.classifier(), run.files.classifier());
        run.work.message(what + " taken from run " + id);
    }

    /** A run that imported its classifier has no log of one, and so on: what is there is copied. */
    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            AtomicFile.copy(from, to);
        }
    }
}
