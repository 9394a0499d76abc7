/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every setting of an experiment: its key, kind, default and bounds, in the order of the form. */
public enum SettingKey {
    DESCRIPTION("description", ""),
    PRESET("preset", List.of("corrected", "reference")),
    SWITCHES("switches", Kind.OPTIONS, ""),
    ID("id", "shapes"),
    OOD_TRAIN("ood.train", Kind.LIST, ""),
    OOD_TEST("ood.test", Kind.LIST, ""),
    IMAGE_SIZE("image.size", 32, 8, 1024),
    ID_COUNT("id.count", 0, 0, 100_000_000),
    OOD_COUNT("ood.count", 0, 0, 100_000_000),
    TEST_COUNT("test.count", 0, 0, 100_000_000),
    BACKBONE("backbone", "cifarresnet"),
    BACKBONE_OPTIONS("backbone.options", Kind.OPTIONS, ""),
    CLASSIFIER("classifier", ""),
    CLASSES("classes", Kind.LIST, ""),
    ENCODER_ENGINE("encoder.engine", "nd4j"),
    TAPS("taps", 1, 1, 4),
    TARGET("target", "prototype"),
    DECODER("decoder", "deconv"),
    DECODER_OPTIONS("decoder.options", Kind.OPTIONS, ""),
    DECODER_WEIGHTS("decoder.weights", ""),
    SCORES("scores", Kind.LIST, "heatmap;msp;energy"),
    METRICS("metrics", Kind.LIST, "detection"),
    BOOTSTRAP("bootstrap", 1000, 0, 1_000_000),
    EPOCHS("epochs", 150, 1, 100_000),
    BATCH_SIZE("batch.size", 200, 2, 65_536),
    LEARNING_RATE("learning.rate", 2e-4, 1e-9, 10),
    LEARNING_RATE_SCHEDULE("learning.rate.schedule", List.of("constant", "cosine")),
    BALANCE("balance", 0.0, 0, 0.9),
    ADAM_BETA1("adam.beta1", 0.5, 0, 0.999999),
    ADAM_BETA2("adam.beta2", 0.999, 0, 0.999999),
    SEED("seed", 1, Integer.MIN_VALUE, Integer.MAX_VALUE),
    SNAPSHOT_EVERY("snapshot.every", 10, 1, 100_000),
    CHECKPOINT("checkpoint", ""),
    ON_DAMAGED("on.damaged", List.of("fail", "skip")),
    THREADS("threads", 0, 0, 1024),
    PRETRAIN_EPOCHS("pretrain.epochs", 100, 1, 100_000),
    PRETRAIN_BATCH_SIZE("pretrain.batch.size", 200, 2, 65_536),
    PRETRAIN_LEARNING_RATE("pretrain.learning.rate", 0.1, 1e-9, 100),
    PRETRAIN_SCHEDULE("pretrain.schedule", List.of("plateau", "cosine", "constant", "steps")),
    PRETRAIN_WARMUP("pretrain.warmup", 0, 0, 10_000),
    PRETRAIN_PATIENCE("pretrain.patience", 10, 1, 100_000),
    PRETRAIN_DECAY("pretrain.decay", 0.1, 0.001, 0.999),
    PRETRAIN_MILESTONES("pretrain.milestones", Kind.LIST, ""),
    PRETRAIN_MOMENTUM("pretrain.momentum", 0.9, 0, 0.999999),
    PRETRAIN_WEIGHT_DECAY("pretrain.weight.decay", 5e-4, 0, 1),
    PRETRAIN_NESTEROV("pretrain.nesterov", List.of("false", "true")),
    PRETRAIN_LABEL_SMOOTHING("pretrain.label.smoothing", 0.0, 0, 0.9),
    PRETRAIN_AUGMENTATION("pretrain.augmentation", List.of("crop-flip", "resized-crop-flip", "flip", "none")),
    PRETRAIN_VALIDATION("pretrain.validation", 0.01, 0.0001, 0.5),
    GALLERY_COUNT("gallery.count", 8, 0, 1000);

    enum Kind {
        TEXT,
        LIST,
        OPTIONS,
        INTEGER,
        NUMBER,
        CHOICE
    }

    private final String key;
    private final Kind kind;
    private final String fallback;
    private final double min;
    private final double max;
    private final List<String> choices;

    SettingKey(String key, Kind kind, String fallback, double min, double max, List<String> choices) {
        this.key = key;
        this.kind = kind;
        this.fallback = fallback;
        this.min = min;
        this.max = max;
        this.choices = choices;
    }

    SettingKey(String key, String fallback) {
        this(key, Kind.TEXT, fallback, 0, 0, List.of());
    }

    SettingKey(String key, Kind kind, String fallback) {
        this(key, kind, fallback, 0, 0, List.of());
    }

    SettingKey(String key, int fallback, int min, int max) {
        this(key, Kind.INTEGER, Integer.toString(fallback), min, max, List.of());
    }

    SettingKey(String key, double fallback, double min, double max) {
        this(key, Kind.NUMBER, Double.toString(fallback), min, max, List.of());
    }

    /** The first choice is the default. */
    SettingKey(String key, List<String> choices) {
        this(key, Kind.CHOICE, choices.get(0), 0, 0, choices);
    }

    public String key() {
        return key;
    }

    /** The value where a configuration says nothing; lists are parted by semicolons. */
    public String fallback() {
        return fallback;
    }

    Kind kind() {
        return kind;
    }

    static Optional<SettingKey> of(String key) {
        return Arrays.stream(values()).filter(k -> k.key.equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(SettingKey::key).toList();
    }

    /** What is wrong with a value, or empty. */
    Optional<String> complaint(String value) {
        switch (kind) {
            case INTEGER:
                try {
                    long number = Long.parseLong(value.strip());
                    return number >= min && number <= max ? Optional.empty() : Optional.of(range());
                } catch (NumberFormatException e) {
                    return Optional.of("a whole number is wanted, " + range());
                }
            case NUMBER:
                try {
                    double number = Double.parseDouble(value.strip());
                    return number >= min && number <= max ? Optional.empty() : Optional.of(range());
                } catch (NumberFormatException e) {
                    return Optional.of("a number is wanted, " + range());
                }
            case CHOICE:
                return choices.contains(value) ? Optional.empty() : Optional.of("one of " + String.join(", ", choices));
            default:
                return Optional.empty();
        }
    }

    private String range() {
        return kind == Kind.INTEGER ? "from " + (long) min + " to " + (long) max : "from " + min + " to " + max;
    }
}
