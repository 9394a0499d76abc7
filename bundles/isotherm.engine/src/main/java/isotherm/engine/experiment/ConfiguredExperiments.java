/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The experiments by name, kept as configurations come and go. */
@Component(service = {Experiments.class, ConfiguredExperiments.class})
public final class ConfiguredExperiments implements Experiments {
    private final Map<String, ConfiguredExperiment> experiments = new ConcurrentSkipListMap<>();
    private final Preflight preflight;

    @Activate
    public ConfiguredExperiments(@Reference Preflight preflight) {
        this.preflight = preflight;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addExperiment(ConfiguredExperiment experiment) {
        experiments.put(experiment.name(), experiment);
    }

    void removeExperiment(ConfiguredExperiment experiment) {
        experiments.remove(experiment.name(), experiment);
    }

    @Override
    public List<String> names() {
        return List.copyOf(experiments.keySet());
    }

    @Override
    public Experiment get(String name, Map<String, String> overrides) {
        return describe(name, settings(name, overrides));
    }

    @Override
    public Experiment check(String name, Map<String, String> settings) {
        return describe(name, Settings.of(Map.of(), settings));
    }

    @Override
    public List<Problem> preflight(String name, Map<String, String> overrides) {
        try {
            return preflight.check(settings(name, overrides));
        } catch (ProblemException e) {
            return List.of(e.problem());
        }
    }

    @Override
    public List<String> switches() {
        return Switches.NAMES;
    }

    /** What the experiments have configured for a setting, unchecked. */
    List<String> values(String key) {
        return experiments.values().stream()
                .flatMap(experiment -> Optional.ofNullable(experiment.values().get(key)).stream())
                .toList();
    }

    /** The checked settings of an experiment. */
    public Settings settings(String name, Map<String, String> overrides) {
        ConfiguredExperiment experiment = experiments.get(name);
        if (experiment == null) {
            throw new ProblemException(
                    ReasonCode.NO_SUCH_NAME,
                    name,
                    "there is no experiment named '" + name + "'",
                    NearestName.hint(name, experiments.keySet()));
        }
        requireSound(experiment);
        return Settings.of(experiment.values(), overrides);
    }

    /** What is wrong with the configuration itself is told with the file that holds it. */
    private static void requireSound(ConfiguredExperiment experiment) {
        try {
            Settings.of(experiment.values(), Map.of());
        } catch (ProblemException e) {
            Problem problem = e.problem();
            throw new ProblemException(
                    new Problem(
                            problem.code(),
                            problem.subject(),
                            "experiment '" + experiment.name() + "'" + experiment.place() + ": " + problem.cause(),
                            problem.cure()),
                    e);
        }
    }

    static Experiment describe(String name, Settings settings) {
        var datasets = new LinkedHashSet<String>();
        for (SettingKey key : List.of(SettingKey.ID, SettingKey.OOD_TRAIN, SettingKey.OOD_TEST)) {
            settings.references(key).forEach(reference -> datasets.add(reference.name()));
        }
        return new Experiment(
                name,
                settings.text(SettingKey.DESCRIPTION),
                settings.text(SettingKey.PRESET),
                settings.asText(),
                Map.of(
                        ExtensionPoint.DATASET, List.copyOf(datasets),
                        ExtensionPoint.BACKBONE, List.of(settings.text(SettingKey.BACKBONE)),
                        ExtensionPoint.ENCODER, List.of(settings.text(SettingKey.ENCODER_ENGINE)),
                        ExtensionPoint.TARGET, List.of(settings.text(SettingKey.TARGET)),
                        ExtensionPoint.DECODER, List.of(settings.text(SettingKey.DECODER)),
                        ExtensionPoint.SCORE, names(settings, SettingKey.SCORES),
                        ExtensionPoint.METRIC, names(settings, SettingKey.METRICS)));
    }

    private static List<String> names(Settings settings, SettingKey key) {
        return settings.references(key).stream()
                .map(NamedPlugin::name)
                .distinct()
                .toList();
    }
}
