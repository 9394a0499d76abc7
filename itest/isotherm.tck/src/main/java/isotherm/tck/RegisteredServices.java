/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.wiring.ExtensionPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/** One invocation for each registered service; JUnit fails a test template that has none. */
final class RegisteredServices implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        ContractOf contract = context.getRequiredTestClass().getAnnotation(ContractOf.class);
        Suite suite = new Suite(context);
        // all of them now: the first test may take a bundle away, and with it the services of the others
        List<TestTemplateInvocationContext> invocations = new ArrayList<>();
        for (ExtensionPoint point :
                contract == null ? ExtensionPoint.values() : new ExtensionPoint[] {contract.value()}) {
            suite.services(point)
                    .forEach(service -> invocations.add(new Invocation(
                            new Plugin<>(suite, point, Suite.name(point, service), service.getBundle()))));
        }
        return invocations.stream();
    }

    private record Invocation(Plugin<?> plugin)
            implements TestTemplateInvocationContext,
                    ParameterResolver,
                    AfterEachCallback,
                    TestExecutionExceptionHandler {
        @Override
        public String getDisplayName(int index) {
            return plugin.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Plugin.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return plugin;
        }

        /** Reports name a test and a number; which plug-in it was, the failure has to say. */
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            if (failure instanceof TestAbortedException) {
                throw failure;
            }
            throw new AssertionError(plugin + ": " + failure, failure);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            plugin.release();
        }
    }
}
