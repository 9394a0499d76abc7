/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.Stage;
import isotherm.engine.experiment.SettingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds what a run can take over from an earlier one with the same settings, images and plug-ins, where it was not asked to make
 * it anew.
 */
record EarlierRuns(RunFolders folders) {
    private static final String ID = "id.train";
    private static final String OOD = "ood.train";
    private static final String TAKEN_CURE = "put it back from a copy, or remove it to have it made anew";

    /** Copies what can be taken over into the run's folder. */
    void reuse(RunContext run) throws IOException {
        if (Files.exists(run.files.classifier()) || run.requested.contains(Stage.PRETRAIN)) {
            return;
        }
        Map<String, String> data = run.data.fingerprints();
        for (Path damaged : folders.damaged()) {
            run.work.warn(new RunFiles(damaged).record() + " is damaged, so that nothing of that run is taken over; "
                    + "put it back from a copy, or remove the run");
        }
        List<RunRecord> earlier = folders.records().stream()
                .filter(record -> !record.folder().equals(run.files.folder()))
                .toList();
        String imported = run.settings.text(SettingKey.CLASSIFIER);
        boolean named = !run.settings.text(SettingKey.DECODER_WEIGHTS).isEmpty();
        var made = new MadeAlike(run);
        if (!named && !run.requested.contains(Stage.TRAIN) && beyondFeatures(run.requested)) {
            var same = imported.isEmpty() ? earlier : same(earlier, run.folders.findClassifier(imported));
            if (reuseDecoder(run, same, data, made)) {
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
                    RunFiles::classifier,
                    made::classifier);
            if (classifier.isPresent()) {
                take(run, classifier.get(), "");
            }
        }
    }

    /** The decoder of an earlier run, or another one that its training kept. */
    private static boolean reuseDecoder(
            RunContext run, List<RunRecord> earlier, Map<String, String> data, MadeAlike made) throws IOException {
        int epochs = run.settings.integer(SettingKey.EPOCHS);
        var checkpoint = Checkpoint.of(run.settings);
        Optional<RunRecord> decoder = latest(
                earlier,
                "decoder",
                RunKeys.equal(run.settings, checkpoint.name()),
                data,
                List.of(ID, OOD),
                RunFiles::decoder,
                made::decoder);
        if (decoder.isPresent()) {
            RunFiles files = sound(decoder.get());
            copy(files.decoder(), run.files.decoder());
            table(decoder.get(), files.decoderLog(), run, run.files.decoderLog());
            take(run, decoder.get(), "decoder");
            return true;
        }
        Set<String> trainings = RunKeys.equal(run.settings, RunKeys.ANY);
        Function<Function<RunFiles, Path>, Optional<RunRecord>> trained =
                file -> latest(earlier, "training", trainings, data, List.of(ID, OOD), file, made::decoder);
        // a run without its decoder is under way, or was broken off
        Optional<RunRecord> snapshot = trained.apply(
                files -> Files.exists(files.decoder()) ? checkpoint.file(files, epochs) : files.decoder());
        if (snapshot.isPresent()) {
            RunFiles files = sound(snapshot.get());
            new KeptDecoders(files).take(checkpoint.file(files, epochs), run.files.decoder());
            table(snapshot.get(), files.decoderLog(), run, run.files.decoderLog());
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
        Map<String, String> options = NetworkOptions.of(OwnWeights.metadata(file));
        return earlier.stream()
                .filter(record -> hash.equals(record.map("hashes").get("classifier")))
                .filter(record -> {
                    Path its = new RunFiles(record.folder()).classifier();
                    return Files.exists(its) && options.equals(NetworkOptions.of(OwnWeights.metadata(its)));
                })
                .toList();
    }

    /** The latest run that made a file with the same settings and plug-ins from the same images. */
    private static Optional<RunRecord> latest(
            List<RunRecord> earlier,
            String what,
            Set<String> keys,
            Map<String, String> data,
            List<String> sets,
            Function<RunFiles, Path> file,
            Predicate<RunRecord> made) {
        return earlier.stream()
                .filter(record -> keys.contains(record.map("keys").getOrDefault(what, "")))
                .filter(record -> sets.stream().allMatch(set -> data.get(set)
                        .equals(record.map("hashes").get(set))))
                .filter(record -> Files.exists(file.apply(new RunFiles(record.folder()))))
                .filter(made)
                .findFirst();
    }

    private static boolean beyondFeatures(Set<Stage> requested) {
        return requested.contains(Stage.EVALUATE) || requested.contains(Stage.REPORT);
    }

    /** @param decoder which decoder was copied already; empty for none */
    private static void take(RunContext run, RunRecord earlier, String decoder) throws IOException {
        RunFiles files = sound(earlier);
        table(earlier, files.classifierLog(), run, run.files.classifierLog());
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
        run.work.message(what + " taken from run " + id
                + (earlier.sealed() ? "" : ", which was made before files were sealed: its hashes fit"));
    }

    /** The files of a run, its weights held to its record where they have no seal. */
    private static RunFiles sound(RunRecord earlier) throws IOException {
        DataCheck.unsealed(earlier);
        return new RunFiles(earlier.folder());
    }

    /** A run that imported its classifier has no log of one, and so on: what is there is copied. */
    private static void table(RunRecord earlier, Path from, RunContext run, Path to) throws IOException {
        if (Files.exists(from)) {
            String text = new String(earlier.table(from), StandardCharsets.UTF_8);
            run.work.table(to, out -> out.append(text));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        OwnWeights.verify(from, TAKEN_CURE);
        AtomicFile.copy(from, to);
    }
}
