/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.work.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of what was imported of one kind, each a safetensors file under the name that the user gave it.
 *
 * @param kind for messages: classifier or decoder
 */
public record ImportedWeights(String kind, Path folder) {
    private static final String SUFFIX = ".safetensors";

    /** The file that a name stands for, whether it is there or not. */
    public Path file(String name) {
        return folder.resolve(FileName.of(name) + SUFFIX);
    }

    /** Names of all there are, sorted. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    // files half-written begin with a dot
                    .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * @throws ProblemException INPUT_INVALID for a name that cannot be that of a file everywhere, or would share the file of
     *     another on some systems
     */
    public void checkName(String name) {
        if (!FileName.plain(name)) {
            throw invalid(
                    name,
                    "a " + kind + " cannot be named '" + name + "'",
                    "use letters, digits, dots, dashes and underscores, at most 100, a letter or digit first and last");
        }
        names().stream()
                .filter(other -> !other.equals(name) && FileName.key(other).equals(FileName.key(name)))
                .findFirst()
                .ifPresent(other -> {
                    throw invalid(
                            name,
                            "there is a " + kind + " named '" + other + "', which differs from '" + name
                                    + "' in capitals alone",
                            "choose another name, or '" + other + "' to replace it");
                });
    }

    private static ProblemException invalid(String name, String cause, String cure) {
        return new ProblemException(ReasonCode.INPUT_INVALID, name, cause, cure);
    }

    /** The problem where a file of the folder, or the folder, cannot be read or written. */
    public static ProblemException unusable(Path path, IOException e) {
        return new ProblemException(
                ReasonCode.RESOURCE_EXHAUSTED,
                path.toString(),
                "cannot read or write " + path + " (" + FileTrouble.of(e) + ")",
                "check permissions and free disk space");
    }
}
