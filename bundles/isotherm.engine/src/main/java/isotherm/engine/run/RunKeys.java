/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.work.Hash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What of an experiment's settings makes a classifier, a training, a decoder: equal keys, equal networks. */
final class RunKeys {
    /** In the place of a checkpoint: whichever a training keeps. */
    static final String ANY = "any";

    private static final Set<SettingKey> CLASSIFIER = Set.of(
            SettingKey.ID,
            SettingKey.IMAGE_SIZE,
            SettingKey.ID_COUNT,
            SettingKey.BACKBONE,
            SettingKey.BACKBONE_OPTIONS,
            SettingKey.CLASSIFIER,
            SettingKey.CLASSES,
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
            SettingKey.ON_DAMAGED,
            SettingKey.THREADS,
            SettingKey.GALLERY_COUNT);
    private static final List<String> CLASSIFIER_SWITCHES = List.of("last.bn.momentum", "validation", "seeds");
    private static final List<String> NOT_DECODER_SWITCHES = List.of("fpr", "ood.test.images");

    private RunKeys() {}

    static String classifier(Settings settings) {
        var relevant = new TreeMap<String, String>();
        CLASSIFIER.forEach(key -> put(key, settings, relevant));
        Map<String, String> switches = effective(settings);
        CLASSIFIER_SWITCHES.forEach(name -> relevant.put("switch " + name, switches.get(name)));
        return Hash.text(relevant.toString());
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
        var relevant = new TreeMap<String, String>();
        for (SettingKey key : SettingKey.values()) {
            if (!NOT_DECODER.contains(key)) {
                put(key, settings, relevant);
            }
        }
        relevant.put(SettingKey.CHECKPOINT.key(), checkpoint.equals("last") ? "" : checkpoint);
        switches.forEach((name, value) -> {
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
