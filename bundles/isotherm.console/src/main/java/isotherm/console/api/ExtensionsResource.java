/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What is plugged in, by extension point. */
@Component(service = ExtensionsResource.class)
public final class ExtensionsResource {
    private final BundleContext context;
    private final Extensions extensions;
    private final Experiments experiments;

    @Activate
    public ExtensionsResource(
            BundleContext context, @Reference Extensions extensions, @Reference Experiments experiments) {
        this.context = context;
        this.extensions = extensions;
        this.experiments = experiments;
    }

    void list(Exchange exchange) throws IOException {
        List<Experiment> configured = experiments.names().stream()
                .flatMap(name -> readable(name).stream())
                .toList();
        List<Map<String, Object>> points = new ArrayList<>();
        for (ExtensionPoint point : ExtensionPoint.values()) {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("kind", point.key());
            view.put(
                    "extensions",
                    extensions.list(point).stream()
                            .map(e -> view(e, configured))
                            .toList());
            points.add(view);
        }
        exchange.json(points);
    }

    /** An experiment whose settings are wrong uses nothing; that it is wrong is told with the experiments. */
    private Optional<Experiment> readable(String name) {
        try {
            return Optional.of(experiments.get(name, Map.of()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private Map<String, Object> view(Extension e, List<Experiment> configured) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", e.name());
        view.put("bundle", e.bundle());
        view.put("version", e.version());
        view.put("bundleId", e.bundleId());
        view.put("state", state(context.getBundle(e.bundleId())));
        view.put("component", e.component());
        view.put("ranking", e.ranking());
        view.put("shadowed", e.shadowed());
        view.put(
                "usedBy",
                e.shadowed()
                        ? List.of()
                        : configured.stream()
                                .filter(x -> x.names()
                                        .getOrDefault(e.point(), List.of())
                                        .contains(e.name()))
                                .map(Experiment::name)
                                .toList());
        return view;
    }

    /** A service without a bundle has just gone. */
    private static String state(Bundle bundle) {
        return switch (bundle == null ? Bundle.UNINSTALLED : bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> "stopped";
        };
    }
}
