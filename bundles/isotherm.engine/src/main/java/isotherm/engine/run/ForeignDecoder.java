/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.feature.FeatureRange;
import isotherm.engine.feature.FeatureRanges;
import isotherm.nn.checkpoint.Checkpoint;
import isotherm.nn.checkpoint.Checkpoints;
import isotherm.nn.checkpoint.SafeTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A decoder file from elsewhere: a published one, which has {@code min}, {@code max} and, by epoch, {@code {"generator":
 * weights}} (METHOD.md section 2), or one of a run, whose metadata has the ranges.
 *
 * @param weights owned by the caller
 * @param ranges by which features are scaled: the file's one pair for z and all feature maps alike, or one each
 * @param about what the file says of itself; empty for a published one
 * @param snapshot the number of the snapshot taken; empty where the file has none
 */
record ForeignDecoder(StateDict weights, FeatureRanges ranges, Map<String, String> about, String snapshot) {
    private static final Set<String> RANGE = Set.of("min", "max");

    /**
     * @param snapshot the number of a snapshot; empty is the last
     * @param taps of a published file, which does not tell
     * @throws ProblemException WEIGHTS_MISSING, WEIGHTS_INVALID
     */
    static ForeignDecoder read(Path file, String snapshot, int taps) {
        var snapshots = new ArrayList<String>();
        Checkpoint content = Checkpoints.read(file, keys -> {
            if (!keys.containsAll(RANGE)) {
                return keys;
            }
            keys.stream()
                    .filter(key -> key.matches("\\d{1,9}"))
                    .sorted(Comparator.comparing(Integer::valueOf))
                    .forEach(snapshots::add);
            // all snapshots together may be larger than the memory
            var wanted = new HashSet<>(RANGE);
            wanted.add(chosen(snapshots, snapshot));
            return wanted;
        });
        if (content.root() instanceof Map<?, ?> root && root.keySet().containsAll(RANGE)) {
            return published(content, snapshots, snapshot, taps);
        }
        Map<String, String> about = metadata(file);
        FeatureRanges ranges = DecoderFile.ranges(about)
                .orElseThrow(() -> invalid(
                        content.file(),
                        "says nothing of how features are scaled: it has neither 'min' and 'max' nor the ranges of a"
                                + " run's decoder",
                        "give a published model.pt, or a decoder.safetensors of a run"));
        if (!snapshot.isEmpty()) {
            throw invalid(content.file(), "holds one decoder and no snapshots", "leave --snapshot out");
        }
        return new ForeignDecoder(content.stateDict(), ranges, about, "");
    }

    private static String chosen(List<String> snapshots, String snapshot) {
        return snapshot.isEmpty() && !snapshots.isEmpty() ? snapshots.get(snapshots.size() - 1) : snapshot;
    }

    private static ForeignDecoder published(Checkpoint content, List<String> snapshots, String snapshot, int taps) {
        var range = new FeatureRange(number(content, "min"), number(content, "max"));
        if (!(range.min() < range.max()) || Float.isInfinite(range.min()) || Float.isInfinite(range.max())) {
            throw invalid(
                    content.file(),
                    "has the feature range " + range.min() + " to " + range.max(),
                    "the range must be finite, and min below max");
        }
        if (snapshots.isEmpty()) {
            throw invalid(content.file(), "holds no snapshot", "give a published model.pt");
        }
        String chosen = chosen(snapshots, snapshot);
        if (!snapshots.contains(chosen)) {
            throw invalid(content.file(), "has no snapshot " + chosen, "it has these: " + String.join(", ", snapshots));
        }
        return new ForeignDecoder(
                content.stateDict(chosen, "generator"),
                new FeatureRanges(Collections.nCopies(Math.max(1, taps), range)),
                Map.of(),
                chosen);
    }

    private static float number(Checkpoint content, String key) {
        if (content.value(key) instanceof Number number) {
            return number.floatValue();
        }
        throw invalid(content.file(), "has a '" + key + "' that is no number", "give a published model.pt");
    }

    private static Map<String, String> metadata(Path file) {
        try {
            return SafeTensors.metadata(file);
        } catch (ProblemException e) {
            // a checkpoint of another format, which was read already, carries no text
            return Map.of();
        }
    }

    private static ProblemException invalid(String file, String what, String cure) {
        return new ProblemException(ReasonCode.WEIGHTS_INVALID, file, "decoder file " + file + " " + what, cure);
    }

    /** The file's own number of taps, where it has one. */
    Optional<Integer> taps() {
        return about.getOrDefault("taps", "").matches("[1-9]")
                ? Optional.of(Integer.valueOf(about.get("taps")))
                : Optional.empty();
    }
}
