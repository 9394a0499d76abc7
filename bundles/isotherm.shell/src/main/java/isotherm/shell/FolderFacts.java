/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The folders for data, runs and what can be made again: are they there, can they be written. */
final class FolderFacts {
    private FolderFacts() {}

    static Map<String, Object> gather(UnaryOperator<String> properties, List<Problem> problems) {
        String data = properties.apply("isotherm.data");
        String runs = properties.apply("isotherm.runs");
        if (runs != null && !writable(Path.of(runs).toAbsolutePath())) {
            problems.add(new Problem(
                    ReasonCode.RESOURCE_EXHAUSTED,
                    runs,
                    "the runs folder " + runs + " cannot be written",
                    "choose another with --runs"));
        }
        return Views.map(
                "data folder",
                state(data),
                "runs folder",
                state(runs),
                "cache folder",
                state(properties.apply("isotherm.cache")));
    }

    private static String state(String folder) {
        if (folder == null) {
            return "not set";
        }
        Path path = Path.of(folder).toAbsolutePath();
        String state = Files.isDirectory(path) ? "" : "absent, ";
        return path + " (" + state + (writable(path) ? "writable" : "not writable") + ")";
    }

    /** A folder that is not there yet is writable where the nearest one above it is. */
    private static boolean writable(Path path) {
        return Files.exists(path)
                ? Files.isDirectory(path) && Files.isWritable(path)
                : path.getParent() != null && writable(path.getParent());
    }
}
