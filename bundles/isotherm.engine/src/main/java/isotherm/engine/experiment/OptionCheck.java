/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.metric.EvaluationMetric;
import isotherm.api.score.OodScore;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Whether plug-ins take the options that an experiment gives them. Contracts have them say so when they are at work, which for
 * most is after hours of training; so each is put to work here on next to nothing. What it refuses as CONFIG_INVALID, or fails
 * at with these options and not without, is a problem; whatever else goes wrong on made-up input is none.
 */
final class OptionCheck {
    private final PluginQuestions plugins;
    private final Settings settings;

    OptionCheck(PluginQuestions plugins, Settings settings) {
        this.plugins = plugins;
        this.settings = settings;
    }

    /** @param layout of the experiment's backbone, empty where it is not known */
    void check(Optional<FeatureLayout> layout) {
        var features = layout.map(known -> new ProbeFeatures(known.zSize(), known.classes()))
                .orElse(new ProbeFeatures(64, 10));
        for (NamedPlugin score : settings.references(SettingKey.SCORES)) {
            check(
                    ExtensionPoint.SCORE,
                    OodScore.class,
                    score.name(),
                    score.options(),
                    (service, options) -> features.use(table -> service.fit(table, options)));
        }
        check(
                ExtensionPoint.TARGET,
                TargetStrategy.class,
                settings.text(SettingKey.TARGET),
                settings.switches().targetOptions(),
                (service, options) -> features.use(table -> service.prepare(table, table, options)));
        layout.ifPresent(known -> check(
                ExtensionPoint.DECODER,
                Decoder.class,
                settings.text(SettingKey.DECODER),
                settings.options(SettingKey.DECODER_OPTIONS),
                (service, options) -> decoder(service, known, options)));
        checkMetrics();
    }

    private void decoder(Decoder service, FeatureLayout layout, Map<String, String> options) {
        var spec = new DecoderSpec(settings.integer(SettingKey.TAPS), options);
        // a shape that does not fit is told by another check
        if (service.rejects(layout, spec).isEmpty()) {
            service.create(layout, spec, AdamSettings.PUBLISHED, 1).close();
        }
    }

    private void checkMetrics() {
        var metrics = new RunMetrics(settings);
        double[] id = {0.1, 0.2, 0.3, 0.4};
        double[] ood = {0.25, 0.35, 0.5, 0.6};
        for (NamedPlugin metric : metrics.all()) {
            check(
                    ExtensionPoint.METRIC,
                    EvaluationMetric.class,
                    metric.name(),
                    metrics.options(metric),
                    (service, options) -> service.evaluate(id.clone(), ood.clone(), options));
        }
    }

    private <S> void check(
            ExtensionPoint point,
            Class<S> contract,
            String name,
            Map<String, String> options,
            BiConsumer<S, Map<String, String>> work) {
        if (options.isEmpty()) {
            return;
        }
        plugins.ask(point, contract, name, service -> {
            RuntimeException failure = failure(service, options, work);
            if (failure instanceof ProblemException e && e.problem().code() == ReasonCode.CONFIG_INVALID) {
                throw e;
            }
            if (failure != null && !(failure instanceof ProblemException) && failure(service, Map.of(), work) == null) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        name,
                        point.key() + " '" + name + "' fails with the options " + options + ": " + words(failure),
                        "correct them, or leave them out");
            }
            return true;
        });
    }

    private static <S> RuntimeException failure(
            S service, Map<String, String> options, BiConsumer<S, Map<String, String>> work) {
        try {
            work.accept(service, options);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static String words(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
