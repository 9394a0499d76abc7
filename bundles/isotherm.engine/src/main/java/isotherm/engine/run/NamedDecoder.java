/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The decoder that an experiment names instead of training one: an imported one, or that of a run. */
public final class NamedDecoder {
    private NamedDecoder() {}

    /** What keeps the named decoder from being the experiment's; empty where it is, or where none is named. */
    public static Optional<Problem> problem(Settings settings, Folders folders) {
        String name = settings.text(SettingKey.DECODER_WEIGHTS);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = folders.findDecoder(name);
        if (!Files.isRegularFile(file)) {
            return Optional.of(new Problem(
                    ReasonCode.WEIGHTS_MISSING,
                    name,
                    "there is no imported decoder named '" + name + "', and no run that has one",
                    "import one with: isotherm import FILE --decoder " + settings.text(SettingKey.DECODER)
                            + " --classifier CLASSIFIER --as " + name));
        }
        try {
            return differences(name, OwnWeights.metadata(file), settings);
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }

    private static Optional<Problem> differences(String name, Map<String, String> metadata, Settings settings) {
        return differs(name, SettingKey.DECODER, metadata.getOrDefault("decoder", ""), settings)
                .or(() -> differs(name, SettingKey.TAPS, metadata.getOrDefault("taps", ""), settings))
                .or(() -> differs(name, SettingKey.DECODER_OPTIONS, text(NetworkOptions.of(metadata)), settings));
    }

    private static Optional<Problem> differs(String name, SettingKey key, String made, Settings settings) {
        String wanted = key == SettingKey.DECODER_OPTIONS ? text(settings.options(key)) : settings.text(key);
        return made.equals(wanted)
                ? Optional.empty()
                : Optional.of(new Problem(
                        ReasonCode.SHAPE_MISMATCH,
                        name,
                        "decoder '" + name + "' is of " + key.key() + "=" + made + ", the experiment has " + key.key()
                                + "=" + wanted,
                        "set " + key.key() + "=" + made + ", or another decoder.weights"));
    }

    private static String text(Map<String, String> options) {
        return new TreeMap<>(options)
                .entrySet().stream()
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .reduce((a, b) -> a + ";" + b)
                        .orElse("");
    }

    /**
     * Copies the decoder into the run's folder, unless it is there, or none is named.
     *
     * @throws ProblemException WEIGHTS_INVALID where it was trained on the features of another classifier
     */
    static void take(RunContext run, Classifier classifier) throws IOException {
        String name = run.settings.text(SettingKey.DECODER_WEIGHTS);
        var decoder = new DecoderFile(run.files.decoder());
        if (name.isEmpty() || decoder.isOf(classifier)) {
            return;
        }
        problem(run.settings, run.folders).ifPresent(problem -> {
            throw new ProblemException(problem);
        });
        Path source = run.folders.findDecoder(name);
        Map<String, String> metadata = OwnWeights.metadata(source);
        if (!classifier.hash().equals(DecoderFile.classifier(metadata))) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    name,
                    "decoder '" + name + "' was trained on the features of a classifier with other weights",
                    "set classifier to " + metadata.getOrDefault("classifier", "the one it was trained with"));
        }
        // refuses weights of other shapes before anything is computed
        new DecoderFile(source)
                .open(run.plugins.decoder, classifier.layout(), run.decoderSpec())
                .close();
        AtomicFile.copy(source, run.files.decoder());
        run.record.put("decoder_source", name);
        run.record.write();
        run.work.message("decoder '" + name + "' taken; nothing is trained");
        new MadeAlike(run)
                .named("decoder", name, metadata, run.plugins.makers.decoder(), "backbone", "encoder", "decoder");
        boolean firstRow = DecoderFile.firstRowOnly(metadata);
        if (firstRow != (run.taps() == 1 && run.settings.switches().reference("normalize"))) {
            run.work.warn("decoder '" + name + "' was made with normalize=" + (firstRow ? "reference" : "corrected")
                    + ", and features are scaled for it in that way");
        }
    }
}
