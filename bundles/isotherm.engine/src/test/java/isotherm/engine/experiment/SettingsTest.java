/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import static org.junit.jupiter.api.Assertions.*;

import isotherm.api.wiring.ProblemException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void overridesReplaceConfiguredValues() {
        Settings s = Settings.of(Map.of("epochs", "3", "taps", "2"), Map.of("epochs", "4"));
        assertEquals(4, s.integer(SettingKey.EPOCHS));
        assertEquals(2, s.integer(SettingKey.TAPS));
        assertEquals(200, s.integer(SettingKey.BATCH_SIZE));
    }

    @Test
    void anUnknownKeyIsToldWithTheNearest() {
        var e = assertThrows(ProblemException.class, () -> Settings.of(Map.of(), Map.of("epoch", "3")));
        assertEquals("there is no setting 'epoch' – did you mean 'epochs'?", e.getMessage());
    }

    @Test
    void boundsAndKindsAreChecked() {
        for (var bad : List.of("taps=5", "epochs=0", "epochs=x", "balance=NaN", "preset=paper", "checkpoint=first")) {
            String[] kv = bad.split("=");
            assertThrows(ProblemException.class, () -> Settings.of(Map.of(), Map.of(kv[0], kv[1])), bad);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pretrain.warmup=5, pretrain.epochs=5, a warm-up of 5 epochs does not end within a pre-training of 5",
        "pretrain.schedule=steps, pretrain.epochs=5, the schedule 'steps' has no epochs to lower the rate after",
        "pretrain.milestones=60;x, pretrain.schedule=steps, setting 'pretrain.milestones' cannot be '60;x'",
        "pretrain.milestones=0, pretrain.schedule=steps, setting 'pretrain.milestones' cannot be '0'",
        "pretrain.augment=true, epochs=1, there is no setting 'pretrain.augment' – did you mean 'pretrain.augmentation'?",
        "pretrain.augmentation=true, epochs=1, setting 'pretrain.augmentation' cannot be 'true'"
    })
    void settingsThatDoNotGoTogetherAreRefusedInALine(String one, String other, String words) {
        var e = assertThrows(
                ProblemException.class, () -> Settings.of(Map.ofEntries(entry(one)), Map.ofEntries(entry(other))));
        assertTrue(e.getMessage().startsWith(words.replaceAll("^'|'$", "")), e.getMessage());
    }

    private static Map.Entry<String, String> entry(String words) {
        return Map.entry(words.split("=")[0], words.split("=")[1]);
    }

    @Test
    void aSwitchOverridesItsPreset() {
        Settings s = Settings.of(Map.of("preset", "reference", "switches", "fpr=corrected"), Map.of());
        assertTrue(s.switches().reference("pairing"));
        assertFalse(s.switches().reference("fpr"));
        assertThrows(ProblemException.class, () -> Settings.of(Map.of(), Map.of("switches", "pairings=reference")));
    }

    @Test
    void referencesCarryLabelLocationAndOptions() {
        NamedPlugin r = NamedPlugin.parse("ood.test", "sun=imagefolder:ood32/sun?classes=flat&x=1");
        assertEquals(new NamedPlugin("sun", "imagefolder", "ood32/sun", Map.of("classes", "flat", "x", "1")), r);
        assertEquals(
                "sun", NamedPlugin.parse("ood.test", "imagefolder:ood32/sun").label());
        assertEquals("cifar10", NamedPlugin.parse("id", "cifar10").label());
        assertThrows(ProblemException.class, () -> NamedPlugin.parse("id", "=x"));
    }

    @Test
    void theFormHasExactlyTheSettingsWithTheirDefaults() {
        var keys = new HashSet<String>();
        for (var method : ExperimentConfig.class.getDeclaredMethods()) {
            String key = method.getName().replace('_', '.');
            if (key.equals("name")) {
                continue;
            }
            keys.add(key);
            Object value = method.getDefaultValue();
            String text = value instanceof String[] list ? String.join(";", list) : String.valueOf(value);
            assertEquals(SettingKey.of(key).orElseThrow().fallback(), text, key);
        }
        assertEquals(new HashSet<>(SettingKey.keys()), keys);
        assertEquals(Arrays.stream(SettingKey.values()).count(), keys.size());
    }

    @Test
    void aConfigurationLosesWhatTheFrameworkAdded() {
        var experiment = new ConfiguredExperiment(Map.of(
                "service.pid",
                "isotherm.experiment~demo",
                "component.id",
                3L,
                ":configurator:bundle-location",
                "x",
                "scores",
                new String[] {"heatmap", "msp"},
                "epochs",
                3));
        assertEquals("demo", experiment.name());
        assertEquals(Map.of("scores", "heatmap;msp", "epochs", "3"), experiment.values());
    }

    @Test
    void whereAConsoleMadeUpThePidTheConfigurationSaysItsName() {
        String madeUp = "isotherm.experiment.0c1d";
        var named = new ConfiguredExperiment(Map.of("service.pid", madeUp, "name", " mine ", "epochs", 3));
        assertEquals("mine", named.name());
        assertEquals(Map.of("epochs", "3"), named.values());
        assertEquals("0c1d", new ConfiguredExperiment(Map.of("service.pid", madeUp, "name", "")).name());
        assertEquals(
                "demo",
                new ConfiguredExperiment(Map.of("service.pid", "isotherm.experiment~demo", "name", "x")).name());
    }
}
