/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.work.Hash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What program a run ran on. */
@Component(service = Provenance.class)
public final class Provenance {
    private final BundleContext context;

    @Activate
    public Provenance(BundleContext context) {
        this.context = context;
    }

    /** Puts version, bundles, backend, Java and machine into a record. */
    void describe(RunRecord record) throws IOException {
        var bundles = new ArrayList<Map<String, String>>();
        for (Bundle bundle : context.getBundles()) {
            var entry = new LinkedHashMap<String, String>();
            entry.put("name", bundle.getSymbolicName());
            entry.put("version", bundle.getVersion().toString());
            hash(bundle.getLocation(), entry);
            bundles.add(entry);
        }
        String release = context.getBundle().getHeaders().get("Isotherm-Release");
        record.set("isotherm", Map.of("version", release == null ? "" : release, "bundles", List.copyOf(bundles)));
        String live = context.getProperty("isotherm.backend.live");
        record.put("backend", live == null ? "cpu" : live);
        machine(record);
    }

    static void machine(RunRecord record) {
        record.put("java", Runtime.version().toString());
        record.put(
                "host",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
    }

    private static void hash(String location, Map<String, String> entry) throws IOException {
        Optional<Path> file = file(location).filter(Files::isRegularFile);
        if (file.isPresent()) {
            entry.put("sha256", Hash.file(file.get()));
        }
    }

    /** The distribution's bundles are installed by reference to their files, those of the load folder from theirs. */
    private static Optional<Path> file(String location) {
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
