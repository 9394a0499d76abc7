/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.wiring.ExtensionPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A registered service under test.
 *
 * @param <S> the contract
 */
public final class Plugin<S> {
    private static final long LIMIT_MILLIS = 60_000;
    private static final long STEP_MILLIS = 10;

    private final Suite suite;
    private final ExtensionPoint point;
    private final String name;
    private final Bundle bundle;
    private final List<Plugin<?>> others = new ArrayList<>();
    private ServiceReference<?> held;

    Plugin(Suite suite, ExtensionPoint point, String name, Bundle bundle) {
        this.suite = suite;
        this.point = point;
        this.name = name;
        this.bundle = bundle;
    }

    ExtensionPoint point() {
        return point;
    }

    String name() {
        return name;
    }

    Bundle bundle() {
        return bundle;
    }

    BundleContext context() {
        return suite.context;
    }

    boolean registered() {
        return reference() != null;
    }

    /** Whether its service has a property that is true. */
    boolean declares(String property) {
        ServiceReference<?> reference = reference();
        return reference != null && Boolean.TRUE.equals(reference.getProperty(property));
    }

    /** The service, taken from the registry now; waits for one whose bundle has just come back. */
    @SuppressWarnings("unchecked")
    S service() {
        for (long waited = 0; waited < LIMIT_MILLIS && !registered(); waited += STEP_MILLIS) {
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        releaseOwn();
        held = reference();
        Object service = held == null ? null : suite.context.getService(held);
        if (service == null) {
            throw new AssertionError(this + " is not registered or cannot be activated" + Told.system(suite.context));
        }
        return (S) service;
    }

    /** A plug-in of another kind, which this one needs: of the name that a setting has, or of the first name there is. */
    <T> Optional<Plugin<T>> another(ExtensionPoint other, String key) {
        Optional<String> wanted = setting(key);
        return this.<T>others(other, name -> wanted.isEmpty() || wanted.get().equals(name))
                .findFirst();
    }

    /** All plug-ins of another kind. */
    <T> List<Plugin<T>> all(ExtensionPoint other) {
        return this.<T>others(other, name -> true).toList();
    }

    private <T> Stream<Plugin<T>> others(ExtensionPoint other, Predicate<String> wanted) {
        return suite.all(other).stream()
                .filter(service -> wanted.test(Suite.name(other, service)))
                .map(service -> new Plugin<T>(suite, other, Suite.name(other, service), service.getBundle()))
                .peek(others::add);
    }

    void release() {
        others.forEach(Plugin::release);
        others.clear();
        releaseOwn();
    }

    private void releaseOwn() {
        if (held != null) {
            suite.context.ungetService(held);
            held = null;
        }
    }

    /** {@code isotherm.tck.<point>.<name>.<key>}, a property of the framework. */
    Optional<String> setting(String key) {
        return suite.setting(property(key));
    }

    /** The data folder of this framework. */
    Optional<String> data() {
        return suite.setting("isotherm.data");
    }

    String property(String key) {
        return "isotherm.tck." + point.key() + "." + name + "." + key;
    }

    int number(String key, int otherwise) {
        return setting(key).map(text -> Integer.parseInt(text.strip())).orElse(otherwise);
    }

    /** {@code key=value;key=value}, in order. */
    Map<String, String> pairs(String key) {
        var pairs = new LinkedHashMap<String, String>();
        for (String pair : setting(key).orElse("").split(";")) {
            if (!pair.isBlank()) {
                String[] sides = pair.strip().split("=", 2);
                pairs.put(sides[0], sides.length == 2 ? sides[1] : "");
            }
        }
        return pairs;
    }

    private ServiceReference<?> reference() {
        return suite.all(point).stream()
                .filter(service -> bundle.equals(service.getBundle())
                        && Suite.name(point, service).equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String toString() {
        return point.key() + " '" + name + "' of " + bundle.getSymbolicName();
    }
}
