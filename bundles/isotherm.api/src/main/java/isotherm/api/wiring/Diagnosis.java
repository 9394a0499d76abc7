/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Tells what keeps an experiment, or the program, from working. Safe for use by several threads; changes nothing. */
@ProviderType
public interface Diagnosis {
    /**
     * Everything that keeps an experiment from running, and what it would meet and get over ({@link Problem#hinders()} is
     * false): duplicate names, a backend that gives way to another. Empty means it is wired.
     *
     * @param experiment an experiment's name; an unknown one is itself a problem
     * @param overrides settings that replace those of the experiment
     */
    List<Problem> why(String experiment, Map<String, String> overrides);

    /** What is wrong with the program as such: bundles not active, components without their references. */
    List<Problem> system();
}
