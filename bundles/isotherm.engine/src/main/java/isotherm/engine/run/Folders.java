/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Where data sets lie and where runs go: the framework or system properties isotherm.data and isotherm.runs. */
@Component(service = Folders.class)
public final class Folders {
    private final Path data;
    private final Path runs;

    @Activate
    public Folders(BundleContext context) {
        this(path(context.getProperty("isotherm.data"), "data"), path(context.getProperty("isotherm.runs"), "runs"));
    }

    public Folders(Path data, Path runs) {
        this.data = data.toAbsolutePath().normalize();
        this.runs = runs.toAbsolutePath().normalize();
    }

    public Path data() {
        return data;
    }

    public Path runs() {
        return runs;
    }

    /** Features of frozen classifiers, shared by all runs. */
    public Path featureCache() {
        return runs.resolve(".cache").resolve("features");
    }

    /** The file of an imported classifier. */
    public Path classifier(String name) {
        return runs.resolve(".classifiers").resolve(name + ".safetensors");
    }

    /** Where the weights of a named classifier lie: an imported one's file, or that of the run of this id. */
    public Path findClassifier(String name) {
        Path imported = classifier(name);
        Path trained = new RunFiles(runs.resolve(name)).classifier();
        return !Files.isRegularFile(imported) && Files.isRegularFile(trained) ? trained : imported;
    }

    /** The file of an imported decoder. */
    public Path decoder(String name) {
        return runs.resolve(".decoders").resolve(name + ".safetensors");
    }

    /** Where the weights of a named decoder lie: an imported one's file, or that of the run of this id. */
    public Path findDecoder(String name) {
        Path imported = decoder(name);
        Path trained = new RunFiles(runs.resolve(name)).decoder();
        return !Files.isRegularFile(imported) && Files.isRegularFile(trained) ? trained : imported;
    }

    private static Path path(String property, String fallback) {
        return Path.of(property == null || property.isBlank() ? fallback : property);
    }
}
