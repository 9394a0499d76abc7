/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.healthcheck;

import isotherm.api.wiring.Diagnosis;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Whether an experiment could run: what {@code isotherm why} tells of it. One for each configuration. */
@Component(configurationPid = ExperimentHealthCheck.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ExperimentHealthCheck.Config.class, factory = true)
public final class ExperimentHealthCheck implements HealthCheck {
    static final String PID = "isotherm.healthcheck";
    private final Diagnosis diagnosis;
    private final String experiment;

    @ObjectClassDefinition(
            name = "Isotherm: health check of an experiment",
            description = "Whether an experiment could run, for whoever asks the program's health checks")
    @interface Config {
        @AttributeDefinition(name = "Experiment", description = "Name of the experiment that is to be ready to run")
        String experiment();

        @AttributeDefinition(name = "Name", description = "Name of the check, in reports")
        String hc_name() default "Isotherm experiment";

        @AttributeDefinition(name = "Tags", description = "Tags by which checks are selected")
        String[] hc_tags() default {"isotherm"};
    }

    @Activate
    public ExperimentHealthCheck(@Reference Diagnosis diagnosis, Config config) {
        this.diagnosis = diagnosis;
        this.experiment = config.experiment();
    }

    @Override
    public Result execute() {
        return WiringResult.of(diagnosis.why(experiment, Map.of()), experiment + " is ready to run");
    }
}
