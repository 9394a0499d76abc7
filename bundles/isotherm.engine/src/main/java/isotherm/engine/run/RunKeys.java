/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.Hash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What of an experiment's settings makes a classifier, a training, a decoder: equal keys, equal networks. */
final class RunKeys {
    /** In the place of a checkpoint: whichever a training keeps. */
    static final String ANY = "any";

    /** Settings that came later: where one has its default, it is left out, so that runs made before stay what they were. */
    private static final Set<SettingKey> LATER = Set.of(
            SettingKey.CLASSES,
            SettingKey.DECODER_WEIGHTS,
            SettingKey.ENCODER_ENGINE,
            SettingKey.PRETRAIN_WARMUP,
            SettingKey.PRETRAIN_PATIENCE,
            SettingKey.PRETRAIN_DECAY,
            SettingKey.PRETRAIN_MILESTONES,
            SettingKey.PRETRAIN_NESTEROV,
            SettingKey.PRETRAIN_LABEL_SMOOTHING,
            SettingKey.PRETRAIN_VALIDATION);

    /** Switches that turn something which comes behind the training of the classifier. */
    private static final Set<String> NOT_CLASSIFIER_SWITCHES =
            Set.of("pairing", "range", "normalize", "empty.class", "fpr", "ood.test.images", "resize", "checkpoint");

    private static final Set<String> NOT_DECODER_SWITCHES = Set.of("fpr", "ood.test.images");
    private static final Set<String> NOT_SCORES_SWITCHES = Set.of("fpr");

    private RunKeys() {}

    static String classifier(Settings settings) {
        return Hash.text(relevant(Kept.CLASSIFIER, settings, effective(settings), NOT_CLASSIFIER_SWITCHES)
                .toString());
    }

    /** Of what is scored, and how; a decoder and a classifier that are there are known by their hashes. */
    static String scores(Settings settings) {
        return Hash.text(relevant(Kept.SCORES, settings, settings.switches().values(), NOT_SCORES_SWITCHES)
                .toString());
    }

    /** Of the decoder that is evaluated. */
    static String decoder(Settings settings) {
        return decoder(settings, Checkpoint.of(settings).name(), effective(settings));
    }

    /** Of the training, whichever of its decoders is evaluated. */
    static String training(Settings settings) {
        return decoder(settings, ANY, effective(settings));
    }

    private static String decoder(Settings settings, String checkpoint, Map<String, String> switches) {
        TreeMap<String, String> relevant = relevant(Kept.DECODER, settings, switches, NOT_DECODER_SWITCHES);
        relevant.put(SettingKey.CHECKPOINT.key(), checkpoint.equals("last") ? "" : checkpoint);
        return Hash.text(relevant.toString());
    }

    private static TreeMap<String, String> relevant(
            Kept kept, Settings settings, Map<String, String> switches, Set<String> irrelevant) {
        var relevant = new TreeMap<String, String>();
        for (SettingKey key : SettingKey.values()) {
            if (kept.dependsOn(key)) {
                put(key, settings, relevant);
            }
        }
        switches.forEach((name, value) -> {
            if (!irrelevant.contains(name)) {
                relevant.put("switch " + name, value);
            }
        });
        return relevant;
    }

    private static void put(SettingKey key, Settings settings, Map<String, String> relevant) {
        if (!LATER.contains(key) || !settings.text(key).equals(key.fallback())) {
            relevant.put(key.key(), settings.text(key));
        }
    }

    /** The switches, those that change nothing under such settings on their default. */
    private static Map<String, String> effective(Settings settings) {
        var switches = new LinkedHashMap<>(settings.switches().values());
        // what it decides is in the key by its outcome
        switches.put("checkpoint", "corrected");
        boolean imported = !settings.text(SettingKey.CLASSIFIER).isEmpty();
        if (imported) {
            switches.put("last.bn.momentum", "corrected");
        }
        if (imported || settings.text(SettingKey.PRETRAIN_AUGMENTATION).equals("none")) {
            switches.put("validation", "corrected");
        }
        if (settings.integer(SettingKey.TAPS) > 1) {
            switches.put("normalize", "corrected");
        }
        return switches;
    }

    /** The keys of trainings that come to the same decoder: one that was not to meet an empty class has met none. */
    static Set<String> equal(Settings settings, String checkpoint) {
        var strict = effective(settings);
        strict.put("empty.class", "reference");
        return settings.switches().reference("empty.class")
                ? Set.of(decoder(settings, checkpoint, effective(settings)))
                : Set.of(decoder(settings, checkpoint, effective(settings)), decoder(settings, checkpoint, strict));
    }
}
