/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where data sets lie, and the one way to open them. A data set may lie anywhere, unless bounds are set, as they are on the
 * console: then what it names, and every link in it, has to end within them, whoever wrote the experiment and whatever its
 * loader makes of the location.
 */
public final class DataFolder {
    private final Path root;
    private final Optional<Bounds> bounds;

    private DataFolder(Path root, Optional<Bounds> bounds) {
        this.root = root;
        this.bounds = bounds;
    }

    /** Data sets may lie elsewhere, too. */
    public static DataFolder unbounded(Path root) {
        return new DataFolder(root, Optional.empty());
    }

    /**
     * Data sets lie in the folder or in one of the others.
     *
     * @param more folders that are allowed besides
     */
    public static DataFolder bounded(Path root, List<Path> more) {
        return new DataFolder(root, Optional.of(Bounds.of(root, more)));
    }

    public Path root() {
        return root;
    }

    /**
     * Opens a data set; the caller closes it.
     *
     * @throws ProblemException CONFIG_INVALID where it leaves the bounds, and whatever the loader throws
     */
    public ImageDataset open(DatasetLoader loader, NamedPlugin reference, Split split, long seed) {
        bounds.ifPresent(within -> check(within, reference));
        return loader.open(new DatasetRequest(split, root, reference.location(), reference.options(), seed));
    }

    /** Where no location is given, the loader reads files of a name of its own in the folder: that is no one's choice. */
    private void check(Bounds within, NamedPlugin reference) {
        Path place = root;
        if (!reference.location().isEmpty()) {
            place = path(reference, root, reference.location())
                    .orElseThrow(() -> outside(reference, reference.location(), "is no path"));
            if (!within.named(place)) {
                throw outside(reference, reference.location(), "lies outside of " + root);
            }
            within.firstThatLeads(place).ifPresent(link -> {
                throw outside(reference, link.toString(), "is a link that leads out of " + root);
            });
        }
        for (String value : reference.options().values()) {
            for (Path base : List.of(root, place)) {
                if (path(reference, base, value).filter(within::leadsOut).isPresent()) {
                    throw outside(reference, value, "lies outside of " + root);
                }
            }
        }
    }

    private static Optional<Path> path(NamedPlugin reference, Path base, String text) {
        try {
            return Optional.of(base.resolve(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static ProblemException outside(NamedPlugin reference, String what, String why) {
        return new ProblemException(
                ReasonCode.CONFIG_INVALID,
                reference.label(),
                "data set '" + reference.label() + "': '" + what + "' " + why,
                "on the console, data sets lie in the data folder: move it there, or start the console with"
                        + " --allow-data DIR");
    }
}
