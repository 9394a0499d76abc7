/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.FileName;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The pictures of heatmaps over images: each is named after its image's file, and no two alike. For use by one thread. */
final class Overlays {
    private final Path folder;
    private final Set<String> taken = new HashSet<>();

    Overlays(Path folder) {
        this.folder = folder;
    }

    /** A number stands behind the image's name where another image would have the same picture. */
    Path next(Path image) {
        String stem = image.getFileName().toString().replaceAll("(?<!^)\\.[^.]*$", "");
        for (int i = 1; ; i++) {
            String name = FileName.of(stem + (i == 1 ? "" : "-" + i)) + "-heatmap.png";
            if (taken.add(FileName.key(name))) {
                return folder.resolve(name);
            }
        }
    }
}
