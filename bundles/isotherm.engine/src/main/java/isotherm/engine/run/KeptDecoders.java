/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.work.Arrays32;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The decoders that a run's training kept on its way.
 *
 * @param files of the run
 */
record KeptDecoders(RunFiles files) {
    private static final String PREFIX = "decoder-";
    private static final String SUFFIX = ".safetensors";

    /** The snapshot of some epoch, or a path where nothing is. */
    Path any() {
        List<Integer> epochs = epochs();
        return epochs.isEmpty() || !Files.exists(files.decoder())
                ? files.snapshot(0)
                : files.snapshot(epochs.get(epochs.size() - 1));
    }

    private List<Integer> epochs() {
        Path folder = files.bestSnapshot().getParent();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> snapshots = Files.list(folder)) {
            return snapshots
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(PREFIX + "\\d{1,6}" + SUFFIX))
                    .map(name -> Integer.valueOf(name.substring(PREFIX.length(), name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            // a folder that cannot be listed has nothing to take
            return List.of();
        }
    }

    /** Makes a decoder file of one of them; the run's own says how features are scaled for it. */
    void take(Path snapshot, Path target) throws IOException {
        var metadata = new LinkedHashMap<>(OwnWeights.metadata(files.decoder()));
        metadata.putAll(OwnWeights.metadata(snapshot));
        StateDict weights = OwnWeights.read(snapshot);
        try {
            SafeTensors.write(target, weights, metadata);
        } finally {
            Arrays32.close(weights);
        }
    }

    /** That the one which is asked for is not among them. */
    ProblemException without(String asked, String experiment) {
        String id = files.folder().getFileName().toString();
        String there = epochs().stream().map(String::valueOf).collect(Collectors.joining(", "));
        if (Files.exists(files.bestSnapshot())) {
            there += ", best";
        }
        return new ProblemException(
                ReasonCode.WEIGHTS_MISSING,
                id,
                "run " + id + ", which was trained with these settings, kept no decoder of " + asked
                        + "; it has checkpoint=" + there,
                "take one of these, or train anew: isotherm run " + experiment);
    }
}
