/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import java.util.Map;
import java.util.Set;

/**
 * What to run.
 *
 * @param experiment name of an experiment
 * @param overrides settings that replace those of the experiment, by the configuration's keys
 * @param stages which stages to do; those a stage builds on are done too where their results are missing
 */
public record RunRequest(String experiment, Map<String, String> overrides, Set<Stage> stages) {
    public RunRequest {
        overrides = Map.copyOf(overrides);
        stages = Set.copyOf(stages);
    }
}
