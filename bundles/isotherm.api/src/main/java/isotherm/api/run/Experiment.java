/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.ExtensionPoint;
import java.util.List;
import java.util.Map;

/**
 * An experiment's settings.
 *
 * @param name its name
 * @param description a line for people
 * @param preset {@code corrected} or {@code reference}
 * @param settings every setting by its configuration key, as text, in the order of the form
 * @param names the plug-in names it uses, by extension point
 */
public record Experiment(
        String name,
        String description,
        String preset,
        Map<String, String> settings,
        Map<ExtensionPoint, List<String>> names) {}
