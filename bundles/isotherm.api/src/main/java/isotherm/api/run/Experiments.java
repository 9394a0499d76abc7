/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The configured experiments. Safe for use by several threads. */
@ProviderType
public interface Experiments {
    /** Names, sorted. */
    List<String> names();

    /**
     * An experiment with settings replaced.
     *
     * @throws ProblemException NO_SUCH_NAME for an unknown experiment, CONFIG_INVALID for an unknown key or a bad value, each
     *     with the nearest name
     */
    Experiment get(String name, Map<String, String> overrides);

    /**
     * What settings would make of an experiment that need not be there; nothing is stored.
     *
     * @param settings all but those whose default is wanted
     * @throws ProblemException CONFIG_INVALID for an unknown key or a bad value, with the nearest key or the bounds
     */
    Experiment check(String name, Map<String, String> settings);

    /**
     * What would keep the experiment from running though all its names are there: shapes that do not fit, data that is
     * missing, weights that are missing. Reads headers only; starts nothing.
     */
    List<Problem> preflight(String name, Map<String, String> overrides);

    /** The switches that a preset sets, each {@code corrected} or {@code reference}, in their order. */
    List<String> switches();
}
