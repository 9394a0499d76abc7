/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What computes here, with how many threads, in how much memory; and what is wrong with the program as such. */
@Component(service = EngineResource.class)
public final class EngineResource {
    private final BundleContext context;
    private final Diagnosis diagnosis;

    @Activate
    public EngineResource(BundleContext context, @Reference Diagnosis diagnosis) {
        this.context = context;
        this.diagnosis = diagnosis;
    }

    void get(Exchange exchange) throws IOException {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("backendRequested", context.getProperty("isotherm.backend.requested"));
        backend(view);
        view.put("processors", runtime.availableProcessors());
        view.put("heapUsedBytes", runtime.totalMemory() - runtime.freeMemory());
        view.put("heapLimitBytes", runtime.maxMemory());
        view.put("java", System.getProperty("java.version"));
        view.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        view.put("upSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        view.put("dataFolder", context.getProperty("isotherm.data"));
        view.put("runsFolder", context.getProperty("isotherm.runs"));
        view.put("problems", diagnosis.system().stream().map(Problem::dto).toList());
        exchange.json(view);
    }

    /** Asked of ND4J itself; where no natives load, it is said so. */
    private static void backend(Map<String, Object> view) {
        try {
            Properties live = Nd4j.getExecutioner().getEnvironmentInformation();
            view.put("backendLive", String.valueOf(live.getProperty("backend")));
            view.put("computeThreads", Integer.parseInt(String.valueOf(live.get("omp.threads"))));
            view.put("processMemoryBytes", Pointer.physicalBytes());
            view.put("processMemoryLimitBytes", Pointer.maxPhysicalBytes());
        } catch (RuntimeException | LinkageError e) {
            view.put("backendLive", "none");
            view.put("computeThreads", 0);
            view.put("processMemoryBytes", 0);
            view.put("processMemoryLimitBytes", 0);
        }
    }
}
