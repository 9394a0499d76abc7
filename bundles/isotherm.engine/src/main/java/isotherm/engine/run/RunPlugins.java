/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.decoder.Decoder;
import isotherm.api.metric.EvaluationMetric;
import isotherm.api.score.OodScore;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Lease;
import isotherm.engine.experiment.NamedPlugin;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.registry.WatchedExtensions;
import isotherm.engine.work.StopSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plug-ins of a run, leased from its start to its end; the run stops when one of them goes away. */
final class RunPlugins implements AutoCloseable {
    private final List<Lease<?>> leases = new ArrayList<>();
    private final WatchedExtensions extensions;
    private final StopSignal stop;
    final Backbone backbone;
    final EncoderEngine encoder;
    final TargetStrategy target;
    final Decoder decoder;
    final Map<String, DatasetLoader> datasets = new LinkedHashMap<>();
    final Map<String, OodScore> scores = new LinkedHashMap<>();
    final Map<String, EvaluationMetric> metrics = new LinkedHashMap<>();
    final RunMakers makers;

    /** @throws isotherm.api.wiring.ProblemException NO_SUCH_NAME */
    RunPlugins(WatchedExtensions extensions, Settings settings, StopSignal stop) {
        this.extensions = extensions;
        this.stop = stop;
        try {
            backbone = take(ExtensionPoint.BACKBONE, Backbone.class, settings.text(SettingKey.BACKBONE));
            encoder = take(ExtensionPoint.ENCODER, EncoderEngine.class, settings.text(SettingKey.ENCODER_ENGINE));
            target = take(ExtensionPoint.TARGET, TargetStrategy.class, settings.text(SettingKey.TARGET));
            decoder = take(ExtensionPoint.DECODER, Decoder.class, settings.text(SettingKey.DECODER));
            for (SettingKey key : List.of(SettingKey.ID, SettingKey.OOD_TRAIN, SettingKey.OOD_TEST)) {
                for (NamedPlugin reference : settings.references(key)) {
                    datasets.computeIfAbsent(
                            reference.name(), name -> take(ExtensionPoint.DATASET, DatasetLoader.class, name));
                }
            }
            for (NamedPlugin reference : settings.references(SettingKey.SCORES)) {
                scores.computeIfAbsent(reference.name(), name -> take(ExtensionPoint.SCORE, OodScore.class, name));
            }
            for (NamedPlugin reference : settings.references(SettingKey.METRICS)) {
                metrics.computeIfAbsent(
                        reference.name(), name -> take(ExtensionPoint.METRIC, EvaluationMetric.class, name));
            }
            makers = new RunMakers(extensions, settings, leases);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <S> S take(ExtensionPoint point, Class<S> contract, String name) {
        Lease<S> lease = extensions.acquire(
                point,
                contract,
                name,
                gone -> stop.stop(point.key() + " '" + name + "' of bundle " + gone.bundle() + " went away"));
        leases.add(lease);
        return lease.service();
    }

    @Override
    public void close() {
        leases.forEach(Lease::close);
    }
}
