/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting and each switch, changed alone, changes the keys of what depends on it, and of nothing else. */
class RunKeysTest {
    private static final Set<SettingKey> NOTHING =
            settings("description preset switches metrics bootstrap snapshot.every threads on.damaged");
    private static final Set<SettingKey> SCORES = settings("ood.test test.count scores gallery.count");
    private static final Set<SettingKey> DECODER = settings("ood.train ood.count encoder.engine taps target decoder"
            + " decoder.options decoder.weights epochs batch.size learning.rate learning.rate.schedule balance adam.beta1"
            + " adam.beta2 checkpoint");
    private static final Set<SettingKey> CLASSIFIER =
            settings("id image.size id.count backbone backbone.options classifier"
                    + " classes seed pretrain.epochs pretrain.batch.size pretrain.learning.rate pretrain.schedule"
                    + " pretrain.warmup pretrain.patience pretrain.decay pretrain.milestones pretrain.momentum"
                    + " pretrain.weight.decay pretrain.nesterov pretrain.label.smoothing pretrain.augmentation"
                    + " pretrain.validation");

    /** What each switch goes into. */
    private static final Map<String, String> SWITCHES = Map.ofEntries(
            Map.entry("pairing", "decoder scores training"),
            Map.entry("range", "decoder scores training"),
            Map.entry("normalize", "decoder scores training"),
            Map.entry("empty.class", "decoder scores training"),
            Map.entry("resize", "decoder scores training"),
            Map.entry("fpr", ""),
            Map.entry("ood.test.images", "scores"),
            // it decides by its outcome: of so few epochs the last one is evaluated in either case
            Map.entry("checkpoint", "scores"),
            Map.entry("last.bn.momentum", "classifier decoder scores training"),
            Map.entry("validation", "classifier decoder scores training"),
            Map.entry("seeds", "classifier decoder scores training"));

    @ParameterizedTest
    @EnumSource
    void everySettingGoesIntoWhatItMakes(SettingKey key) {
        Settings mutated = Settings.of(Mutations.of(key), Map.of());
        var expected = new TreeSet<String>();
        if (SCORES.contains(key) || DECODER.contains(key) || CLASSIFIER.contains(key)) {
            expected.add("scores");
        }
        if (DECODER.contains(key) || CLASSIFIER.contains(key)) {
            expected.add("decoder");
            expected.add("training");
        }
        if (CLASSIFIER.contains(key)) {
            expected.add("classifier");
        }
        if (key == SettingKey.CHECKPOINT) {
            // a training is the same whichever of its decoders is evaluated
            expected.remove("training");
        }
        assertTrue(!expected.isEmpty() || NOTHING.contains(key), "say what depends on the setting " + key.key());
        if (!Set.of(SettingKey.PRESET, SettingKey.SWITCHES).contains(key)) {
            // those two are looked at switch by switch
            assertEquals(expected, changed(mutated));
        }
    }

    static Stream<String> switches() {
        return Mutations.base().switches().values().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("switches")
    void everySwitchGoesIntoWhatItTurns(String name) {
        String expected = SWITCHES.get(name);
        assertTrue(expected != null, "say what depends on the switch " + name);
        var settings = Mutations.with(Mutations.BASE, Map.of("switches", name + "=reference"));
        assertEquals(expected, String.join(" ", changed(Settings.of(settings, Map.of()))));
    }

    private static TreeSet<String> changed(Settings mutated) {
        Settings base = Mutations.base();
        var changed = new TreeSet<String>();
        Map.of(
                        "classifier",
                        RunKeys.classifier(base).equals(RunKeys.classifier(mutated)),
                        "decoder",
                        RunKeys.decoder(base).equals(RunKeys.decoder(mutated)),
                        "training",
                        RunKeys.training(base).equals(RunKeys.training(mutated)),
                        "scores",
                        RunKeys.scores(base).equals(RunKeys.scores(mutated)))
                .forEach((what, same) -> {
                    if (!same) {
                        changed.add(what);
                    }
                });
        return changed;
    }

    private static Set<SettingKey> settings(String names) {
        Set<String> wanted = Set.of(names.split(" "));
        return Arrays.stream(SettingKey.values())
                .filter(key -> wanted.contains(key.key()))
                .collect(Collectors.toSet());
    }
}
