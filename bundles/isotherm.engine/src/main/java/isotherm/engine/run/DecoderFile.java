/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.feature.DecoderFeatures;
import isotherm.engine.feature.FeatureRanges;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Finite;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A trained decoder as a run leaves it: the weights and, as metadata, how features have to be scaled for it.
 *
 * @param file decoder.safetensors
 */
record DecoderFile(Path file) {
    private static final String RANGES = "feature.ranges";
    private static final String FIRST_ROW = "feature.first.row.only";
    private static final String CLASSIFIER = "classifier.sha256";

    /** @param classifier the hash of the classifier whose features it was trained on */
    void write(StateDict weights, DecoderFeatures scaling, String classifier, Map<String, String> more)
            throws IOException {
        var metadata = new LinkedHashMap<>(more);
        metadata.put(CLASSIFIER, classifier);
        metadata.put(RANGES, scaling.ranges().asText());
        metadata.put(FIRST_ROW, Boolean.toString(scaling.firstRowOnly()));
        SafeTensors.write(file, weights, metadata);
    }

    /** Whether it is there, trained on the features of a classifier. */
    boolean isOf(Classifier classifier) {
        return Files.exists(file)
                && classifier.hash().equals(OwnWeights.metadata(file).get(CLASSIFIER));
    }

    /** The decoder; the caller closes it. */
    FrozenDecoder open(Decoder decoder, FeatureLayout layout, DecoderSpec spec) {
        StateDict weights = OwnWeights.read(file);
        try {
            Finite.require(weights, "decoder " + file, "train it anew");
            return decoder.open(layout, spec, weights);
        } finally {
            Arrays32.close(weights);
        }
    }

    DecoderFeatures scaling(FeatureLayout layout) {
        Map<String, String> metadata = OwnWeights.metadata(file);
        FeatureRanges ranges = ranges(metadata)
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.WEIGHTS_INVALID,
                        file.toString(),
                        file + " does not say how features are scaled for it",
                        "train the decoder again"));
        return new DecoderFeatures(layout, ranges, firstRowOnly(metadata));
    }

    /** The ranges that a decoder file's metadata has, or empty. */
    static Optional<FeatureRanges> ranges(Map<String, String> metadata) {
        try {
            return Optional.of(FeatureRanges.parse(metadata.getOrDefault(RANGES, "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a decoder file's metadata says that only the first row of a batch is scaled. */
    static boolean firstRowOnly(Map<String, String> metadata) {
        return Boolean.parseBoolean(metadata.get(FIRST_ROW));
    }

    /** The hash of the classifier that a decoder file's metadata has; empty where it says nothing. */
    static String classifier(Map<String, String> metadata) {
        return metadata.getOrDefault(CLASSIFIER, "");
    }
}
