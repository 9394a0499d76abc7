/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import java.lang.reflect.Modifier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.osgi.test.common.inject.TargetType;
import org.osgi.test.junit5.inject.InjectingExtension;

/** Makes the experiments that {@link InjectExperiment} asks for; JUnit closes them with the test or class they are for. */
final class ExperimentExtension extends InjectingExtension<InjectExperiment> {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(InjectExperiment.class);

    ExperimentExtension() {
        super(InjectExperiment.class, ExperimentUnderTest.class);
    }

    @Override
    protected int disallowedFieldModifiers() {
        return Modifier.FINAL;
    }

    @Override
    protected Object resolveValue(TargetType target, InjectExperiment wanted, ExtensionContext context) {
        var experiment = new ExperimentUnderTest(wanted.name());
        // before it is configured: what fails half-way has to go as well
        context.getStore(NAMESPACE).put(experiment, (CloseableResource) experiment::remove);
        experiment.configure(wanted.value());
        return experiment;
    }
}
