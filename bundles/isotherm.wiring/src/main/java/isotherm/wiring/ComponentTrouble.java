/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Why a declared component is not at work, read off the DS runtime's snapshot of it. */
final class ComponentTrouble {
    private ComponentTrouble() {}

    /** Any trouble: switched off, no configuration, missing references, failed activation. */
    static Optional<Problem> of(ServiceComponentRuntime runtime, ComponentDescriptionDTO component, String subject) {
        String who = who(component);
        if (!runtime.isComponentEnabled(component)) {
            return Optional.of(unsatisfied(component, subject, who + " is disabled", "enable the component", ""));
        }
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(component);
        if (configurations.isEmpty() && "require".equals(component.configurationPolicy)) {
            return Optional.of(unconfigured(component, subject));
        }
        return failure(runtime, component, subject).or(() -> configurations.stream()
                .flatMap(c -> waiting(component, c, subject).stream())
                .findFirst());
    }

    /** A failed activation only. */
    static Optional<Problem> failure(
            ServiceComponentRuntime runtime, ComponentDescriptionDTO component, String subject) {
        return runtime.getComponentConfigurationDTOs(component).stream()
                .filter(c -> c.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(c -> new Problem(
                                ReasonCode.PROVIDER_FAILED,
                                subject,
                                who(component) + " failed to start: " + firstLine(c.failure),
                                "mend that and restart bundle " + component.bundle.symbolicName)
                        .of(component.bundle.symbolicName))
                .findFirst();
    }

    /** References that are not there. */
    static Optional<Problem> waiting(
            ComponentDescriptionDTO component, ComponentConfigurationDTO configuration, String subject) {
        if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
            return Optional.of(unconfigured(component, subject));
        }
        if (configuration.state != ComponentConfigurationDTO.UNSATISFIED_REFERENCE
                || configuration.unsatisfiedReferences == null
                || configuration.unsatisfiedReferences.length == 0) {
            return Optional.empty();
        }
        UnsatisfiedReferenceDTO missing = configuration.unsatisfiedReferences[0];
        String service = Arrays.stream(component.references == null ? new ReferenceDTO[0] : component.references)
                .filter(r -> r.name.equals(missing.name))
                .map(r -> r.interfaceName)
                .findFirst()
                .orElse("a service");
        String target = missing.target == null || missing.target.isEmpty() ? "" : " matching " + missing.target;
        return Optional.of(unsatisfied(
                component,
                subject,
                who(component) + " waits for reference '" + missing.name + "', a " + service + target,
                "start a bundle that provides " + service,
                missing.name));
    }

    private static Problem unconfigured(ComponentDescriptionDTO component, String subject) {
        String pid = component.configurationPid == null || component.configurationPid.length == 0
                ? component.name
                : component.configurationPid[0];
        return new Problem(
                        ReasonCode.CONFIG_MISSING,
                        subject,
                        who(component) + " waits for its configuration '" + pid + "'",
                        "add a configuration of that PID")
                .of(component.bundle.symbolicName, pid);
    }

    private static Problem unsatisfied(
            ComponentDescriptionDTO component, String subject, String cause, String cure, String reference) {
        return new Problem(ReasonCode.PROVIDER_UNSATISFIED, subject, cause, cure)
                .of(component.bundle.symbolicName, reference);
    }

    private static String who(ComponentDescriptionDTO component) {
        return "component " + component.name + " of bundle " + component.bundle.symbolicName;
    }

    /** DS reports a stack trace; its last "Caused by" is what a person wants to know, its first line the next best. */
    private static String firstLine(String failure) {
        if (failure == null || failure.isBlank()) {
            return "no reason was given";
        }
        String[] lines = failure.strip().split("\\R");
        return Arrays.stream(lines)
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((a, b) -> b)
                .map(line -> line.substring("Caused by: ".length()))
                .orElse(lines[0]);
    }
}
