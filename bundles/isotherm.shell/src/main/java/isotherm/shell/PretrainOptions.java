/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Short names of the settings of a pre-training, {@code --epochs N} for {@code pretrain.epochs=N}; the engine checks values. */
final class PretrainOptions {
    private static final String[][] OPTIONS = {
        {"epochs", "N", "epochs of the training"},
        {"batch-size", "N", "images a batch"},
        {"learning-rate", "X", "of stochastic gradient descent"},
        {"schedule", "NAME", "plateau, cosine, constant or steps"},
        {"warmup", "N", "epochs over which the rate rises"},
        {"milestones", "N;N…", "epochs after which steps lowers the rate"},
        {"patience", "N", "epochs without a rise that plateau waits"},
        {"decay", "X", "what plateau and steps multiply the rate by"},
        {"momentum", "X", "share of the previous step that is kept"},
        {"nesterov", "true|false", "Nesterov's form of momentum"},
        {"weight-decay", "X", "of all parameters"},
        {"label-smoothing", "X", "share of the target spread over all classes"},
        {"augmentation", "NAME", "crop-flip, resized-crop-flip, flip or none"},
        {"validation", "X", "share of the images held out"},
    };

    private final Map<String, String> given = new LinkedHashMap<>();

    /** Adds them to a command. */
    void addTo(CommandSpec spec) {
        for (String[] option : OPTIONS) {
            add(spec, option[0], "pretrain." + option[0].replace('-', '.'), option[1], option[2]);
        }
        add(spec, "seed", "seed", "N", "of everything random");
    }

    private void add(CommandSpec spec, String name, String key, String label, String description) {
        ISetter setter = new ISetter() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T set(T value) {
                return value == null ? null : (T) given.put(key, (String) value);
            }
        };
        spec.addOption(OptionSpec.builder("--" + name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                // a choice is described by its names
                .completionCandidates(label.equals("NAME") ? List.of(description.split(", | or ")) : null)
                .setter(setter)
                .build());
    }

    /** @throws ParameterException where a setting is given by its key as well */
    void putInto(Map<String, String> settings, CommandSpec spec) {
        given.forEach((key, value) -> {
            if (settings.putIfAbsent(key, value) != null) {
                throw new ParameterException(spec.commandLine(), "'" + key + "' is given twice");
            }
        });
    }
}
