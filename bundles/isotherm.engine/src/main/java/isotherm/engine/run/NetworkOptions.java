/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;

/** A plug-in's options among the metadata of a weights file, each under its own name behind a prefix. */
public final class NetworkOptions {
    private static final String PREFIX = "option.";

    private NetworkOptions() {}

    /** Adds options to the metadata of a file that is to be written. */
    public static void put(Map<String, String> options, Map<String, String> metadata) {
        options.forEach((key, value) -> metadata.put(PREFIX + key, value));
    }

    /** The options that the metadata of a file has. */
    static Map<String, String> of(Map<String, String> metadata) {
        var options = new LinkedHashMap<String, String>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                options.put(key.substring(PREFIX.length()), value);
            }
        });
        return options;
    }
}
