/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.work.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the metadata of a classifier's file says of its network.
 *
 * @param backbone the backbone's name
 */
public record ClassifierFile(String backbone, BackboneSpec spec) {
    /**
     * Tells a classifier from others: the hash of its weights and, where these hold several networks, of what was found in them.
     *
     * @param options of its spec
     */
    public static String hash(StateDict weights, Map<String, String> options) {
        return withFound(Hash.weights(weights), options);
    }

    /** The same of a classifier's file. */
    static String hash(Path file) {
        return withFound(Hash.weights(file), NetworkOptions.of(OwnWeights.metadata(file)));
    }

    private static String withFound(String hash, Map<String, String> options) {
        var found = new TreeMap<>(options);
        found.keySet().removeIf(name -> !name.startsWith(Backbone.FOUND));
        return found.isEmpty() ? hash : Hash.text(hash + found);
    }

    /**
     * @param name the classifier's, for messages
     * @throws ProblemException WEIGHTS_MISSING where there is no such file, WEIGHTS_INVALID where it does not say
     */
    public static ClassifierFile read(Path file, String name) {
        if (!Files.isRegularFile(file)) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_MISSING,
                    name,
                    "there is no imported classifier named '" + name + "', and no run that has one",
                    "import it first: isotherm import FILE --backbone NAME --as " + name);
        }
        Map<String, String> metadata = OwnWeights.metadata(file);
        try {
            return new ClassifierFile(
                    metadata.getOrDefault("backbone", ""),
                    new BackboneSpec(
                            Integer.parseInt(metadata.getOrDefault("classes", "")),
                            Integer.parseInt(metadata.getOrDefault("image.size", "")),
                            NetworkOptions.of(metadata)));
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    name,
                    "classifier '" + name + "' does not say which network it is of",
                    "import it again");
        }
    }
}
