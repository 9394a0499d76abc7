/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Adds to what is said of missing images where they come from, where that is known. */
final class DataOrigin {
    private DataOrigin() {}

    /** The problem, its cure with the origin where a data set of {@link KnownDataset} is missing. */
    static Problem told(Problem problem, Session session) {
        if (problem.code() != ReasonCode.DATA_MISSING) {
            return problem;
        }
        Path root = DatasetsCommand.root(session);
        return KnownDataset.ALL.stream()
                .filter(dataset -> dataset.paths().stream().anyMatch(path -> speaksOf(problem, root.resolve(path))))
                .findFirst()
                .map(dataset -> problem.alsoCuredBy(origin(dataset)))
                .orElse(problem);
    }

    /** Subjects are paths or names; no name is an absolute path. */
    private static boolean speaksOf(Problem problem, Path path) {
        try {
            return path.normalize()
                    .equals(Path.of(problem.subject()).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String origin(KnownDataset dataset) {
        String fetch = dataset.downloads().isEmpty() ? "" : " with 'isotherm datasets fetch " + dataset.key() + "', or";
        return "get " + dataset.name() + fetch + " from: " + dataset.origin();
    }
}
