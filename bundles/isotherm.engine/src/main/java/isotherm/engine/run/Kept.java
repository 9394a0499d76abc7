/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.experiment.SettingKey;
import java.util.Set;

/** What outlives the step that made it, and which settings go into it. The compiler asks for every setting. */
enum Kept {
    /** A classifier that was trained. */
    CLASSIFIER,
    /** A decoder that was trained. */
    DECODER,
    /** Scores of a run that was interrupted. */
    SCORES;

    private static final Set<Kept> NONE = Set.of();
    private static final Set<Kept> ALL = Set.of(CLASSIFIER, DECODER, SCORES);
    private static final Set<Kept> BEHIND_CLASSIFIER = Set.of(DECODER, SCORES);

    /** Whether a setting goes into it. What decides on the images alone is in their fingerprints as well. */
    boolean dependsOn(SettingKey key) {
        return dependents(key).contains(this);
    }

    private static Set<Kept> dependents(SettingKey key) {
        return switch (key) {
            case ID,
                    IMAGE_SIZE,
                    ID_COUNT,
                    BACKBONE,
                    BACKBONE_OPTIONS,
                    CLASSIFIER,
                    CLASSES,
                    SEED,
                    PRETRAIN_EPOCHS,
                    PRETRAIN_BATCH_SIZE,
                    PRETRAIN_LEARNING_RATE,
                    PRETRAIN_SCHEDULE,
                    PRETRAIN_WARMUP,
                    PRETRAIN_PATIENCE,
                    PRETRAIN_DECAY,
                    PRETRAIN_MILESTONES,
                    PRETRAIN_MOMENTUM,
                    PRETRAIN_WEIGHT_DECAY,
                    PRETRAIN_NESTEROV,
                    PRETRAIN_LABEL_SMOOTHING,
                    PRETRAIN_AUGMENTATION,
                    PRETRAIN_VALIDATION -> ALL;
            case OOD_TRAIN,
                    OOD_COUNT,
                    ENCODER_ENGINE,
                    TAPS,
                    TARGET,
                    DECODER,
                    DECODER_OPTIONS,
                    DECODER_WEIGHTS,
                    EPOCHS,
                    BATCH_SIZE,
                    LEARNING_RATE,
                    LEARNING_RATE_SCHEDULE,
                    BALANCE,
                    ADAM_BETA1,
                    ADAM_BETA2,
                    CHECKPOINT -> BEHIND_CLASSIFIER;
            case OOD_TEST, TEST_COUNT, SCORES, GALLERY_COUNT -> Set.of(SCORES);
                // which images were left is in the fingerprints of their sets
            case ON_DAMAGED -> NONE;
                // the threads there were, whoever set them, are in the record of a run
            case THREADS -> NONE;
                // words, what stands for switches that are looked at one by one, and what works on finished scores
            case DESCRIPTION, PRESET, SWITCHES, METRICS, BOOTSTRAP, SNAPSHOT_EVERY -> NONE;
        };
    }
}
