/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        this.system = List.of(new BundlesCheck(context, missing), new ComponentsCheck(components), backend);
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
        problems.addAll(backend.problems());
        return List.copyOf(problems);
    }

    @Override
    public List<Problem> system() {
        return system.stream().flatMap(check -> check.problems().stream()).toList();
    }
}
