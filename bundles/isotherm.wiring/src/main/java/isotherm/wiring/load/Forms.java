/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Who can be configured in the framework, and by which form, as its bundles declare it (Metatype). */
final class Forms {
    /**
     * One form.
     *
     * @param bundle symbolic name of the bundle that declares it
     * @param definition its settings
     */
    record Form(String bundle, ObjectClassDefinition definition) {}

    private final Map<String, Form> forms = new TreeMap<>();
    private final Set<String> pids = new TreeSet<>();

    Forms(BundleContext context, ServiceComponentRuntime components) {
        ServiceReference<MetaTypeService> reference = context.getServiceReference(MetaTypeService.class);
        MetaTypeService metatypes = reference == null ? null : context.getService(reference);
        if (metatypes != null) {
            for (Bundle bundle : context.getBundles()) {
                read(bundle, metatypes.getMetaTypeInformation(bundle));
            }
            context.ungetService(reference);
        }
        pids.addAll(forms.keySet());
        components.getComponentDescriptionDTOs().stream()
                .filter(component -> component.configurationPid != null)
                .forEach(component -> pids.addAll(List.of(component.configurationPid)));
        pids.addAll(managed(context));
    }

    private void read(Bundle bundle, MetaTypeInformation information) {
        if (information == null) {
            return;
        }
        List<String> declared = new ArrayList<>(List.of(information.getPids()));
        declared.addAll(List.of(information.getFactoryPids()));
        for (String pid : declared) {
            try {
                forms.putIfAbsent(
                        pid, new Form(bundle.getSymbolicName(), information.getObjectClassDefinition(pid, null)));
            } catch (IllegalArgumentException e) {
                // a form that went away just now
            }
        }
    }

    /** Those who take configurations by themselves. */
    private static Set<String> managed(BundleContext context) {
        Set<String> found = new TreeSet<>();
        try {
            for (String type : List.of("ManagedService", "ManagedServiceFactory")) {
                ServiceReference<?>[] all = context.getAllServiceReferences("org.osgi.service.cm." + type, null);
                for (ServiceReference<?> reference : all == null ? new ServiceReference<?>[0] : all) {
                    Object pid = reference.getProperty("service.pid");
                    found.addAll(
                            pid instanceof String[] several
                                    ? Arrays.asList(several)
                                    : pid == null ? List.of() : List.of(pid.toString()));
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    Optional<Form> of(String pid) {
        return Optional.ofNullable(forms.get(pid));
    }

    /** Every PID that anybody listens to. */
    Set<String> pids() {
        return pids;
    }
}
