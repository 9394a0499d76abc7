/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.wiring.load.LoadFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Asks each check in turn; what the checks know comes from the framework's wiring and the DS runtime, never from logs. */
@Component
public final class WiringDiagnosis implements Diagnosis {
    private final Experiments experiments;
    private final NameCheck names;
    private final SystemCheck backend;
    private final List<SystemCheck> system;
    private final LoadFolder load;
    private final Extensions extensions;

    @Activate
    public WiringDiagnosis(
            BundleContext context,
            @Reference Extensions extensions,
            @Reference Experiments experiments,
            @Reference ServiceComponentRuntime components) {
        this.experiments = experiments;
        MissingRequirements missing = new MissingRequirements(context);
        ComponentProviders providers = new ComponentProviders(components);
        this.names = new NameCheck(extensions, providers, new BundleProviders(context, missing));
        this.backend = new BackendCheck(context::getProperty);
        this.load = new LoadFolder(context, components);
        this.extensions = extensions;
        this.system = List.of(
                load::jars,
                load::configurations,
                this::experiments,
                new BundlesCheck(context, missing),
                new ComponentsCheck(components),
                backend);
    }

    @Override
    public List<Problem> why(String experiment, Map<String, String> overrides) {
        List<String> known = experiments.names();
        if (!known.contains(experiment)) {
            return List.of(new Problem(
                    ReasonCode.NO_SUCH_NAME,
                    experiment,
                    "there is no experiment '" + experiment + "'",
                    NearestName.hint(experiment, known)));
        }
        Experiment settings;
        try {
            settings = experiments.get(experiment, overrides);
        } catch (ProblemException e) {
            return List.of(e.problem());
        }
        List<Problem> problems = new ArrayList<>(names.problems(settings));
        // only with every name there can the engine ask the plug-ins about shapes and data
        if (problems.stream().noneMatch(Problem::hinders)) {
            experiments.preflight(experiment, overrides).stream()
                    .map(names::explained)
                    .forEach(problems::add);
        }
        problems.addAll(configurations(settings));
        problems.addAll(backend.problems());
        return List.copyOf(problems);
    }

    @Override
    public List<Problem> system() {
        return system.stream().flatMap(check -> check.problems().stream()).toList();
    }

    /** What is wrong with configurations of plug-ins; only those of a bundle that the experiment uses keep it from running. */
    private List<Problem> configurations(Experiment experiment) {
        Set<String> used = experiment.names().entrySet().stream()
                .flatMap(named -> extensions.list(named.getKey()).stream()
                        .filter(plugin -> named.getValue().contains(plugin.name())))
                .map(Extension::bundle)
                .collect(Collectors.toSet());
        return load.configurations().stream()
                .map(problem -> used.contains(problem.bundle()) ? problem : problem.harmless())
                .toList();
    }

    /** What is wrong with the settings of experiments, each by itself. */
    private List<Problem> experiments() {
        List<Problem> problems = new ArrayList<>();
        for (String name : experiments.names()) {
            try {
                experiments.get(name, Map.of());
            } catch (ProblemException e) {
                problems.add(e.problem());
            }
        }
        return problems;
    }
}
