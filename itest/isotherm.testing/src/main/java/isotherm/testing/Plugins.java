/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.testing;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Problem;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Starts, stops and removes bundles of plug-ins, and waits until what they promise is there or gone. */
public final class Plugins {
    private Plugins() {}

    /** The bundle of a symbolic name; where there are several versions, the first installed. */
    public static Bundle bundle(String symbolicName) {
        for (Bundle bundle : InFramework.context().getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("there is no bundle " + symbolicName);
    }

    /** Starts a bundle and waits until every name that its manifest promises is registered. */
    public static void start(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            throw new AssertionError(
                    bundle.getSymbolicName() + " does not start: " + e.getMessage() + problems(bundle), e);
        }
        for (ExtensionPoint point : ExtensionPoint.values()) {
            for (String name : promised(bundle, point)) {
                Await.until(
                        () -> registered(bundle, point, name),
                        () -> bundle.getSymbolicName() + " has started and not registered " + point.key() + " '" + name
                                + "'" + problems(bundle));
            }
        }
    }

    /** Stops a bundle and waits until none of its names is registered. */
    public static void stop(Bundle bundle) {
        try {
            bundle.stop();
        } catch (BundleException e) {
            throw new AssertionError(bundle.getSymbolicName() + " does not stop: " + e.getMessage(), e);
        }
        for (ExtensionPoint point : ExtensionPoint.values()) {
            Await.until(
                    () -> promised(bundle, point).stream().noneMatch(name -> registered(bundle, point, name)),
                    () -> bundle.getSymbolicName() + " has stopped, and its names are still there");
        }
    }

    /** Takes away what is left of uninstalled bundles, and rewires what was wired to them. */
    static void refresh(List<Bundle> uninstalled) {
        InFramework.context().getBundle(0).adapt(FrameworkWiring.class).refreshBundles(uninstalled);
    }

    private static boolean registered(Bundle bundle, ExtensionPoint point, String name) {
        return InFramework.service(Extensions.class).list(point).stream()
                .anyMatch(one -> one.name().equals(name) && one.bundleId() == bundle.getBundleId());
    }

    private static List<String> promised(Bundle bundle, ExtensionPoint point) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? List.of()
                : revision.getDeclaredCapabilities(point.namespace()).stream()
                        .map(capability ->
                                String.valueOf(capability.getAttributes().get(point.namespace())))
                        .toList();
    }

    private static String problems(Bundle bundle) {
        List<Problem> all = InFramework.service(Diagnosis.class).system();
        return InFramework.told(all.stream()
                .filter(problem -> problem.bundle().equals(bundle.getSymbolicName()))
                .toList());
    }
}
