/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a configuration names, with its variant and options: {@code label=name:location?option=value&option=value}.
 *
 * @param label what results call it; by default a short form of the rest
 * @param name the plug-in's name
 * @param location what stands behind the colon
 * @param options what stands behind the question mark
 */
public record NamedPlugin(String label, String name, String location, Map<String, String> options) {
    /** @throws ProblemException CONFIG_INVALID where the text is no reference */
    static NamedPlugin parse(String key, String text) {
        int question = text.indexOf('?');
        String head = question < 0 ? text : text.substring(0, question);
        int equals = head.indexOf('=');
        String label = equals < 0 ? "" : head.substring(0, equals).strip();
        String rest = head.substring(equals + 1).strip();
        int colon = rest.indexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        String location = colon < 0 ? "" : rest.substring(colon + 1);
        if (name.isEmpty() || equals == 0) {
            throw invalid(key, text);
        }
        if (label.isEmpty()) {
            String tail = location.replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\]", "");
            label = tail.isEmpty() ? name : tail;
        }
        var options = new LinkedHashMap<String, String>();
        if (question >= 0) {
            for (String option : text.substring(question + 1).split("&")) {
                int at = option.indexOf('=');
                if (at < 1) {
                    throw invalid(key, text);
                }
                options.put(
                        option.substring(0, at).strip(),
                        option.substring(at + 1).strip());
            }
        }
        return new NamedPlugin(label.replaceAll("[^\\p{L}\\p{N}._+-]", "_"), name, location, options);
    }

    private static ProblemException invalid(String key, String text) {
        return new ProblemException(
                ReasonCode.CONFIG_INVALID,
                key,
                "setting '" + key + "' has the entry '" + text + "'",
                "write label=name:location?option=value; all but the name may be left out");
    }
}
