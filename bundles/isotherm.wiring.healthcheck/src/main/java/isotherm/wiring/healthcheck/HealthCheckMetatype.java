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

/** The form of a health check of an experiment: of those that are configured at the moment. */
@Component(service = MetaTypeProvider.class, property = "metatype.factory.pid=" + ExperimentHealthCheck.PID)
public final class HealthCheckMetatype extends FormWithNames {
    private final Experiments experiments;

    @Activate
    public HealthCheckMetatype(BundleContext context, @Reference Experiments experiments) {
        super(context.getBundle(), ExperimentHealthCheck.PID);
        this.experiments = experiments;
    }

    @Override
    protected Optional<Names> names(String key) {
        return key.equals("experiment") ? Optional.of(Names.whole(experiments.names(), List.of())) : Optional.empty();
    }
}
