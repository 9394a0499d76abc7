/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** A loader and a data set to open with it: that of its {@link DatasetSample}, or the one that its settings name. */
final class DatasetUnderTest {
    /** Of more, the first are looked at. */
    private static final int MOST = 40;

    final DatasetLoader loader;
    private final Path root;
    private final String location;
    private final Map<String, String> options = new HashMap<>();

    DatasetUnderTest(Plugin<DatasetLoader> plugin, Path folder) throws IOException {
        loader = plugin.service();
        String written = sample(plugin, folder);
        root = written == null
                ? plugin.data().map(Path::of).filter(Files::isDirectory).orElse(folder)
                : folder;
        String text = written == null ? plugin.setting("location").orElse("") : written;
        String[] sides = text.split("\\?", 2);
        location = sides[0].replaceFirst("^:", "");
        if (sides.length == 2) {
            for (String option : sides[1].split("&")) {
                String[] pair = option.split("=", 2);
                options.put(pair[0], pair.length == 2 ? pair[1] : "");
            }
        }
    }

    private static String sample(Plugin<DatasetLoader> plugin, Path folder) throws IOException {
        BundleContext context = plugin.context();
        try {
            String filter = "(" + plugin.point().property() + "=" + plugin.name() + ")";
            ServiceReference<?>[] found = context.getAllServiceReferences(DatasetSample.class.getName(), filter);
            if (found == null) {
                return null;
            }
            try {
                return ((DatasetSample) context.getService(found[0])).write(folder);
            } finally {
                context.ungetService(found[0]);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    ImageDataset open(Split split) {
        return loader.open(request(split, root));
    }

    DatasetRequest request(Split split, Path folder) {
        return new DatasetRequest(split, folder, location, options, 1);
    }

    DatasetRequest with(String option) {
        var more = new HashMap<>(options);
        more.put(option, "1");
        return new DatasetRequest(Split.TEST, root, location, more, 1);
    }

    /** How many images a test looks at. */
    static int count(ImageDataset data) {
        return Math.min(MOST, data.size());
    }
}
