/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Lease;
import isotherm.engine.experiment.NamedPlugin;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.maker.Maker;
import isotherm.engine.maker.Makers;
import isotherm.engine.registry.WatchedExtensions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whose code has a part in what a run makes, and keeps. */
final class RunMakers {
    private final Settings settings;
    private final Maker engine;
    private final Map<String, Maker> plugins = new LinkedHashMap<>();

    /** @param leases of all plug-ins that are asked for later on */
    RunMakers(WatchedExtensions extensions, Settings settings, List<? extends Lease<?>> leases) {
        this.settings = settings;
        engine = Maker.engine(extensions.engine());
        for (Lease<?> lease : leases) {
            Extension extension = lease.extension();
            plugins.put(
                    key(extension.point(), extension.name()),
                    new Maker(extension.point().key(), extension.name(), extensions.origin(extension)));
        }
    }

    /** All of them. */
    Makers all() {
        return Makers.of(engine).and(plugins.values());
    }

    /** Of a classifier that is trained. */
    Makers classifier() {
        return Makers.of(engine, backbone()).and(loaders(settings.references(SettingKey.ID)));
    }

    /** Of the features of a set that is read from some data sets. */
    Makers features(List<NamedPlugin> datasets) {
        return Makers.of(engine, backbone(), named(ExtensionPoint.ENCODER, SettingKey.ENCODER_ENGINE))
                .and(loaders(datasets));
    }

    /** Of a decoder that is trained: the features that it learns from, and what it shall paint. */
    Makers decoder() {
        return features(settings.references(SettingKey.ID))
                .and(loaders(settings.references(SettingKey.OOD_TRAIN)))
                .and(List.of(
                        named(ExtensionPoint.TARGET, SettingKey.TARGET),
                        named(ExtensionPoint.DECODER, SettingKey.DECODER)));
    }

    /** Of the scores of a test set that is read from some data sets. Scores are fitted on the ID training images. */
    Makers scores(List<NamedPlugin> datasets) {
        var parts = new ArrayList<Maker>();
        parts.add(named(ExtensionPoint.DECODER, SettingKey.DECODER));
        for (NamedPlugin score : settings.references(SettingKey.SCORES)) {
            parts.add(plugins.get(key(ExtensionPoint.SCORE, score.name())));
        }
        return features(settings.references(SettingKey.ID))
                .and(loaders(datasets))
                .and(parts);
    }

    private Maker backbone() {
        return named(ExtensionPoint.BACKBONE, SettingKey.BACKBONE);
    }

    private Maker named(ExtensionPoint point, SettingKey key) {
        return plugins.get(key(point, settings.text(key)));
    }

    private List<Maker> loaders(List<NamedPlugin> datasets) {
        return datasets.stream()
                .map(dataset -> plugins.get(key(ExtensionPoint.DATASET, dataset.name())))
                .toList();
    }

    private static String key(ExtensionPoint point, String name) {
        return point.key() + " " + name;
    }
}
