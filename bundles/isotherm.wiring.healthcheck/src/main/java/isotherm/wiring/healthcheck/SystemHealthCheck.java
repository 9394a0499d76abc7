/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.healthcheck;

import isotherm.api.wiring.Diagnosis;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether bundles, components and the compute backend are at work: what {@code isotherm doctor} asks the diagnosis. */
@Component(property = {HealthCheck.NAME + "=Isotherm", HealthCheck.TAGS + "=isotherm"})
public final class SystemHealthCheck implements HealthCheck {
    private final Diagnosis diagnosis;

    @Activate
    public SystemHealthCheck(@Reference Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    @Override
    public Result execute() {
        return WiringResult.of(diagnosis.system(), "bundles, components and backend are at work");
    }
}
