/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.maker.Maker;
import isotherm.engine.maker.Makers;
import isotherm.engine.maker.Origin;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Inputs with one thing changed, of whatever there is. What nobody has said how to change is an error. */
public final class Mutations {
    /** Settings that stay consistent whatever else is changed. */
    static final Map<String, String> BASE = with(
            Laboratory.TINY,
            Map.of("pretrain.schedule", "steps", "pretrain.milestones", "1", "scores", "heatmap", "threads", "1"));

    /** Other values of those that are neither numbers nor choices. */
    private static final Map<SettingKey, String> OTHER = new EnumMap<>(Map.ofEntries(
            Map.entry(SettingKey.DESCRIPTION, "other words"),
            Map.entry(SettingKey.SWITCHES, "fpr=reference"),
            Map.entry(SettingKey.ID, "shapes?count=61"),
            Map.entry(SettingKey.OOD_TRAIN, "shapes:aux?count=31"),
            Map.entry(SettingKey.OOD_TEST, "texture=shapes:ood-texture?count=21"),
            Map.entry(SettingKey.BACKBONE, "wideresnet"),
            Map.entry(SettingKey.BACKBONE_OPTIONS, "depth=14"),
            Map.entry(SettingKey.CLASSIFIER, "mine"),
            Map.entry(SettingKey.CLASSES, "natural"),
            Map.entry(SettingKey.ENCODER_ENGINE, "onnxruntime"),
            Map.entry(SettingKey.TARGET, "other"),
            Map.entry(SettingKey.DECODER, "other"),
            Map.entry(SettingKey.DECODER_OPTIONS, "fc=16;filters=64,32,16,4"),
            Map.entry(SettingKey.DECODER_WEIGHTS, "mine"),
            Map.entry(SettingKey.SCORES, "energy"),
            Map.entry(SettingKey.METRICS, "detection;other"),
            Map.entry(SettingKey.CHECKPOINT, "2"),
            Map.entry(SettingKey.PRETRAIN_MILESTONES, "2")));

    private Mutations() {}

    static Settings base() {
        return Settings.of(BASE, Map.of());
    }

    /** The base with another value of one setting. */
    static Map<String, String> of(SettingKey key) {
        String now = base().text(key);
        String other = OTHER.getOrDefault(key, "");
        // a number that is not 0, and the neighbour of each choice
        for (String candidate : other.isEmpty() ? candidates(key, now) : new String[] {other}) {
            try {
                Map<String, String> mutated = with(BASE, Map.of(key.key(), candidate));
                if (!Settings.of(mutated, Map.of()).text(key).equals(now)) {
                    return mutated;
                }
            } catch (RuntimeException e) {
                // no value of this setting
            }
        }
        throw new AssertionError("say how to change the setting " + key.key());
    }

    private static String[] candidates(SettingKey key, String now) {
        return now.matches("-?[0-9.E-]+")
                ? new String[] {next(now), "0.25", "0.5"}
                : new String[] {"reference", "skip", "cosine", "constant", "true", "crop-flip", "none"};
    }

    private static String next(String number) {
        return number.matches("-?\\d+")
                ? Long.toString(Long.parseLong(number) + 1)
                : Double.toString(Double.parseDouble(number) / 2);
    }

    static Map<String, String> with(Map<String, String> base, Map<String, String> more) {
        var all = new LinkedHashMap<>(base);
        all.putAll(more);
        return all;
    }

    /** A record with another value of one component. */
    public static <R extends Record> R of(R record, RecordComponent component) {
        try {
            RecordComponent[] all = record.getClass().getRecordComponents();
            var values = new Object[all.length];
            for (int i = 0; i < all.length; i++) {
                all[i].getAccessor().setAccessible(true);
                values[i] = all[i].getAccessor().invoke(record);
                if (all[i].getName().equals(component.getName())) {
                    values[i] = other(values[i]);
                }
            }
            var types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = record.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            @SuppressWarnings("unchecked")
            R mutated = (R) constructor.newInstance(values);
            return mutated;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object other(Object value) {
        if (value instanceof String text) {
            return text + "'";
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Origin origin) {
            return new Origin(origin.bundle(), origin.version(), origin.content() + "'", origin.builtOn());
        } else if (value instanceof Makers makers) {
            Maker first = makers.all().get(0);
            return new Makers(java.util.List.of(new Maker(first.kind(), first.name(), (Origin) other(first.origin()))));
        }
        throw new AssertionError("say how to change a " + value.getClass().getName());
    }
}
