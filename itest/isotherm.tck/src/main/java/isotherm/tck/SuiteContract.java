/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import isotherm.api.wiring.ExtensionPoint;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.junit5.context.BundleContextExtension;

/** There is something to test, and the framework is in order: otherwise a suite would pass because nothing ran. */
@ExtendWith({BundleContextExtension.class, SuiteContract.Here.class})
class SuiteContract {
    @InjectBundleContext
    BundleContext context;

    @Test
    void aServiceIsRegistered(Suite suite) {
        assertFalse(
                Arrays.stream(ExtensionPoint.values())
                        .allMatch(point -> suite.services(point).isEmpty()),
                "no data set, backbone, target, decoder, score or metric is registered: there is nothing to test");
    }

    @Test
    void everyPromisedNameIsRegistered(Suite suite) {
        for (ExtensionPoint point : ExtensionPoint.values()) {
            var missing = suite.promised(point);
            suite.all(point).forEach(service -> missing.remove(Suite.name(point, service)));
            assertEquals(
                    List.of(),
                    List.copyOf(missing),
                    () -> "promised in a manifest, and no service: " + point.key() + Told.system(context));
        }
    }

    @Test
    void everyBundleIsActive() {
        List<String> idle = Arrays.stream(context.getBundles())
                .filter(bundle -> !atWork(bundle))
                .map(bundle -> bundle.getSymbolicName() + " in state " + bundle.getState())
                .toList();
        assertEquals(List.of(), idle, () -> "bundles that are not active" + Told.system(context));
    }

    /** Active, or waiting for its first class to be asked for, or attached to its host. */
    private static boolean atWork(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean fragment = revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        boolean lazy = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
        return fragment
                ? bundle.getState() == Bundle.RESOLVED
                : bundle.getState() == Bundle.ACTIVE || lazy && bundle.getState() == Bundle.STARTING;
    }

    /** Hands the suite to a test. */
    static final class Here implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Suite.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new Suite(context);
        }
    }
}
