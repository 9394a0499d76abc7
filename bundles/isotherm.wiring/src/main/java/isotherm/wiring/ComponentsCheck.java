/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.wiring.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Isotherm's own components that wait for a reference or failed; a factory without configurations is no fault. */
final class ComponentsCheck implements SystemCheck {
    private final ServiceComponentRuntime runtime;

    ComponentsCheck(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public List<Problem> problems() {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(c -> c.bundle.symbolicName.startsWith("isotherm."))
                .flatMap(this::problems)
                .toList();
    }

    private Stream<Problem> problems(ComponentDescriptionDTO component) {
        return runtime.getComponentConfigurationDTOs(component).isEmpty()
                ? Stream.empty()
                : ComponentTrouble.of(runtime, component, component.name).stream();
    }
}
