/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

import isotherm.engine.work.Hash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Tells bundles of the running framework by their content. Safe for use by several threads. */
@Component(service = BundleOrigins.class)
public final class BundleOrigins {
    private final BundleContext context;
    private final Set<Long> updated = ConcurrentHashMap.newKeySet();
    private final Map<String, String> contents = new ConcurrentHashMap<>();

    @Activate
    public BundleOrigins(BundleContext context) {
        this.context = context;
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.UPDATED) {
                updated.add(event.getBundle().getBundleId());
            }
        });
    }

    /** The origin of the bundle of an id; where it is gone, one that equals no other. */
    public Origin of(long id) {
        Bundle bundle = context.getBundle(id);
        if (bundle == null) {
            return new Origin("", "", "gone " + UUID.randomUUID(), "");
        }
        String builtOn = Wires.from(bundle).stream()
                .map(other -> name(other) + " " + content(other))
                .sorted()
                .reduce("", (a, b) -> a + "\n" + b);
        return new Origin(
                bundle.getSymbolicName(), bundle.getVersion().toString(), content(bundle), Hash.text(builtOn));
    }

    /** The origin of the engine. */
    public Origin engine() {
        return of(context.getBundle().getBundleId());
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /**
     * The hash of what a bundle holds. One that the framework reads from its file is told by that file, as the natives are too
     * large to be unpacked each time; of any other the framework's own copy is read, since its file may be another one by now.
     */
    private String content(Bundle bundle) {
        boolean referred = bundle.getLocation().startsWith("reference:") && !updated.contains(bundle.getBundleId());
        return (referred ? file(bundle) : Optional.<String>empty())
                .orElseGet(() -> once("content", bundle, () -> Hash.text(Entries.of(bundle))));
    }

    /** The hash of the file that a bundle was installed from, or updated from last; empty where it is not that one any more. */
    public Optional<String> file(Bundle bundle) {
        return path(bundle.getLocation())
                .filter(file -> contents.containsKey(key("file", bundle)) || unchanged(file, bundle))
                .map(file -> once("file", bundle, () -> Hash.file(file)));
    }

    private static boolean unchanged(Path file, Bundle bundle) {
        try {
            // the time of the last change of any kind: a copy may keep the time of what it was copied from
            return Files.isRegularFile(file)
                    && ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis() <= bundle.getLastModified();
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private String once(String what, Bundle bundle, Callable<String> hash) {
        return contents.computeIfAbsent(key(what, bundle), key -> {
            try {
                return hash.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("bundle " + name(bundle) + " cannot be read", e);
            }
        });
    }

    /** A bundle that is updated is another one from then on. */
    private static String key(String what, Bundle bundle) {
        return what + " " + bundle.getBundleId() + " " + bundle.getLastModified();
    }

    /** The distribution's bundles are installed by reference to their files, those of the load folder from theirs. */
    private static Optional<Path> path(String location) {
        try {
            return location == null || !location.matches("(reference:)?file:.*")
                    ? Optional.empty()
                    : Optional.of(Path.of(URI.create(location.replaceFirst("^reference:", ""))));
        } catch (IllegalArgumentException e) {
            // a location is any text; only those that are addresses of files lead to one
            return Optional.empty();
        }
    }
}
