/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.dataset.DatasetOrigins;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Of the data sets that {@code datasets} lists. */
@Component
public final class PublishedOrigins implements DatasetOrigins {
    @Override
    public Optional<String> of(Path data, String subject) {
        Path root = data.toAbsolutePath();
        return KnownDataset.ALL.stream()
                .filter(dataset -> dataset.paths().stream().anyMatch(path -> names(subject, root.resolve(path))))
                .findFirst()
                .map(PublishedOrigins::origin);
    }

    /** No name is an absolute path. */
    private static boolean names(String subject, Path path) {
        try {
            return path.normalize().equals(Path.of(subject).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String origin(KnownDataset dataset) {
        String fetch = dataset.downloads().isEmpty() ? "" : " with 'isotherm datasets fetch " + dataset.key() + "', or";
        return "get " + dataset.name() + fetch + " from: " + dataset.origin();
    }
}
