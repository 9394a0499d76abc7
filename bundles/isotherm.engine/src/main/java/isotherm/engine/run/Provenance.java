/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.maker.BundleOrigins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What program a run ran on. */
@Component(service = Provenance.class)
public final class Provenance {
    private final BundleContext context;
    private final BundleOrigins origins;

    @Activate
    public Provenance(BundleContext context, @Reference BundleOrigins origins) {
        this.context = context;
        this.origins = origins;
    }

    /** Puts version, bundles, backend, Java and machine into a record. */
    void describe(RunRecord record) {
        var bundles = new ArrayList<Map<String, String>>();
        for (Bundle bundle : context.getBundles()) {
            var entry = new LinkedHashMap<String, String>();
            entry.put("name", bundle.getSymbolicName());
            entry.put("version", bundle.getVersion().toString());
            origins.file(bundle).ifPresent(hash -> entry.put("sha256", hash));
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
}
