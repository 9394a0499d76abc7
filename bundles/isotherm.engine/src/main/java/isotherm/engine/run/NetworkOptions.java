/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /**
     * An experiment's options of its backbone: those that the classifier it names was made with, and its own, which go before
     * them.
     *
     * @param classifier file of that classifier, which may not be there
     */
    public static Map<String, String> ofBackbone(Settings settings, Path classifier) {
        var options = new LinkedHashMap<String, String>();
        if (!settings.text(SettingKey.CLASSIFIER).isEmpty() && Files.isRegularFile(classifier)) {
            options.putAll(of(OwnWeights.metadata(classifier)));
        }
        options.putAll(settings.options(SettingKey.BACKBONE_OPTIONS));
        return options;
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
