/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.healthcheck;

import isotherm.api.run.Experiments;
import isotherm.form.FormWithNames;
import isotherm.form.Names;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeProvider;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The form of a health check of an experiment: of those that are configured at the moment. */
@Component(service = MetaTypeProvider.class, property = "metatype.factory.pid=" + ExperimentHealthCheck.PID)
public final class HealthCheckMetatype implements MetaTypeProvider {
    private final FormWithNames form;

    @Activate
    public HealthCheckMetatype(BundleContext context, @Reference Experiments experiments) {
        form = new FormWithNames(
                context.getBundle(),
                ExperimentHealthCheck.PID,
                key -> key.equals("experiment")
                        ? Optional.of(Names.whole(experiments.names(), List.of()))
                        : Optional.empty());
    }

    @Override
    public ObjectClassDefinition getObjectClassDefinition(String id, String locale) {
        return form.getObjectClassDefinition(id, locale);
    }

    @Override
    public String[] getLocales() {
        return form.getLocales();
    }
}
