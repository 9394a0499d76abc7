/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes the experiments that {@link InjectExperiment} asks for, and takes them away after the test. */
final class ExperimentExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(InjectExperiment.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Object test = context.getRequiredTestInstance();
        for (Field field : AnnotationSupport.findAnnotatedFields(test.getClass(), InjectExperiment.class)) {
            if (field.getType() != ExperimentUnderTest.class) {
                throw new ExtensionConfigurationException(
                        "field " + field.getName() + " is no " + ExperimentUnderTest.class.getSimpleName());
            }
            field.setAccessible(true);
            field.set(test, make(field.getAnnotation(InjectExperiment.class), context));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(InjectExperiment.class)
                && parameter.getParameter().getType() == ExperimentUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return make(parameter.findAnnotation(InjectExperiment.class).orElseThrow(), context);
    }

    /** All of them, though one may fail to go. */
    @Override
    public void afterEach(ExtensionContext context) {
        var failures = new ArrayList<AssertionError>();
        for (ExperimentUnderTest experiment : made(context)) {
            try {
                experiment.remove();
            } catch (AssertionError e) {
                failures.add(e);
            }
        }
        made(context).clear();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static ExperimentUnderTest make(InjectExperiment wanted, ExtensionContext context) {
        var experiment = new ExperimentUnderTest(wanted.name());
        // before it is configured: what fails half-way has to go as well
        made(context).add(experiment);
        experiment.configure(wanted.value());
        return experiment;
    }

    @SuppressWarnings("unchecked")
    private static List<ExperimentUnderTest> made(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(context.getUniqueId(), id -> new ArrayList<ExperimentUnderTest>(), List.class);
    }
}
