/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Finds the declared components that would provide a name, and why they do not. */
final class ComponentProviders {
    private final ServiceComponentRuntime runtime;

    ComponentProviders(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** What keeps the component that declares the name from providing it; empty where none declares it. */
    Optional<Problem> unsatisfied(ExtensionPoint point, String name) {
        return declaring(point, name)
                .flatMap(c -> ComponentTrouble.of(runtime, c, name).stream())
                .findFirst();
    }

    /** A failed activation of the component that declares the name. */
    Optional<Problem> failed(ExtensionPoint point, String name) {
        return declaring(point, name)
                .flatMap(c -> ComponentTrouble.failure(runtime, c, name).stream())
                .findFirst();
    }

    private Stream<ComponentDescriptionDTO> declaring(ExtensionPoint point, String name) {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(c -> names(c.properties, point, name)
                        || runtime.getComponentConfigurationDTOs(c).stream()
                                .anyMatch(configured -> names(configured.properties, point, name)));
    }

    private static boolean names(Map<String, Object> properties, ExtensionPoint point, String name) {
        Object value = properties == null ? null : properties.get(point.property());
        return value instanceof Object[] several ? Arrays.asList(several).contains(name) : name.equals(value);
    }
}
