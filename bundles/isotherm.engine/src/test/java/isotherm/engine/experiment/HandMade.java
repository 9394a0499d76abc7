/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.engine.registry.WatchedExtensions;
import isotherm.engine.run.Folders;
import java.util.HashMap;
import java.util.Map;

/** Experiments without Config Admin. */
public final class HandMade {
    private HandMade() {}

    public static ConfiguredExperiments experiments(
            WatchedExtensions extensions, Folders folders, String name, Map<String, ?> settings) {
        var experiments = new ConfiguredExperiments(new Preflight(extensions, folders));
        var properties = new HashMap<String, Object>(settings);
        properties.put("service.pid", "isotherm.experiment~" + name);
        experiments.addExperiment(new ConfiguredExperiment(properties));
        return experiments;
    }
}
