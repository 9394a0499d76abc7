/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

import isotherm.engine.work.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.TreeMap;
import org.osgi.framework.Bundle;

/** The files within a bundle, as the framework has them. */
final class Entries {
    private Entries() {}

    /** A line a file, with its hash, sorted by name. */
    static String of(Bundle bundle) throws IOException {
        var lines = new TreeMap<String, String>();
        add("", bundle, lines);
        return lines.toString();
    }

    private static void add(String folder, Bundle bundle, TreeMap<String, String> lines) throws IOException {
        Enumeration<String> paths = bundle.getEntryPaths(folder);
        if (paths == null) {
            return;
        }
        for (String path : Collections.list(paths)) {
            if (path.endsWith("/")) {
                add(path, bundle, lines);
            } else {
                try (InputStream in = bundle.getEntry(path).openStream()) {
                    lines.put(path, Hash.stream(in));
                }
            }
        }
    }
}
