/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** A bundle without a framework: its files lie in a folder, its wires are drawn by hand. */
final class PretendedBundle {
    final Bundle bundle;
    final Path files;
    String location;
    String version = "1.0.0";
    long modified = System.currentTimeMillis() + 60_000;
    private final List<BundleWire> required = new ArrayList<>();
    private final List<BundleWire> hosting = new ArrayList<>();

    PretendedBundle(Path folder, long id) throws Exception {
        files = Files.createDirectories(folder.resolve("bundle" + id));
        location = "stream " + id;
        bundle = pretend(Bundle.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getBundleId" -> id;
            case "getSymbolicName" -> "bundle" + id;
            case "getVersion" -> Version.parseVersion(version);
            case "getLocation" -> location;
            case "getLastModified" -> modified;
            case "getEntryPaths" -> Collections.enumeration(paths((String) arguments[0]));
            case "getEntry" -> files.resolve((String) arguments[0]).toUri().toURL();
            case "adapt" -> wiring();
            default -> identity(proxy, method.getName(), arguments);
        });
        file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0");
    }

    void file(String name, String content) throws Exception {
        Path file = files.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<String> paths(String folder) throws Exception {
        try (var list = Files.list(files.resolve(folder))) {
            return list.map(path -> files.relativize(path) + (Files.isDirectory(path) ? "/" : ""))
                    .toList();
        }
    }

    void imports(PretendedBundle exporter, String resolution) {
        required.add(wire(PackageNamespace.PACKAGE_NAMESPACE, resolution, this, exporter));
    }

    void requires(String namespace, PretendedBundle provider) {
        required.add(wire(namespace, "mandatory", this, provider));
    }

    void hosts(PretendedBundle fragment) {
        BundleWire wire = wire(HostNamespace.HOST_NAMESPACE, "mandatory", fragment, this);
        hosting.add(wire);
        fragment.required.add(wire);
    }

    private BundleWiring wiring() {
        return pretend(
                BundleWiring.class,
                (proxy, method, arguments) -> method.getName().equals("getRequiredWires") ? required : hosting);
    }

    private static BundleWire wire(String namespace, String resolution, PretendedBundle from, PretendedBundle to) {
        var requirement = pretend(
                BundleRequirement.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getNamespace") ? namespace : Map.of("resolution", resolution));
        return pretend(BundleWire.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getRequirement" -> requirement;
            case "getProvider" -> revision(to);
            default -> revision(from);
        });
    }

    private static BundleRevision revision(PretendedBundle of) {
        return pretend(BundleRevision.class, (proxy, method, arguments) -> of.bundle);
    }

    /** A framework of some bundles, the first being the engine; it remembers who listens. */
    static BundleContext framework(List<SynchronousBundleListener> listeners, PretendedBundle... bundles) {
        return pretend(BundleContext.class, (proxy, method, arguments) -> {
            if (method.getName().equals("addBundleListener")) {
                listeners.add((SynchronousBundleListener) arguments[0]);
                return null;
            }
            if (arguments == null) {
                return bundles[0].bundle;
            }
            for (PretendedBundle one : bundles) {
                if (arguments[0].equals(one.bundle.getBundleId())) {
                    return one.bundle;
                }
            }
            return null;
        });
    }

    private static Object identity(Object proxy, String method, Object[] arguments) {
        return switch (method) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "a bundle";
        };
    }

    private static <T> T pretend(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
