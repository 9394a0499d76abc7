/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.engine.experiment.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Where data sets lie and where runs go: the framework or system properties isotherm.data and isotherm.runs; and the other
 * folders that the console may read data sets from, isotherm.data.allowed.
 */
@Component(service = Folders.class)
public final class Folders {
    private final DataFolder data;
    private final Path runs;

    @Activate
    public Folders(BundleContext context) {
        data = data(
                whole(path(context.getProperty("isotherm.data"), "data")),
                context.getProperty("isotherm.data.allowed"));
        runs = whole(path(context.getProperty("isotherm.runs"), "runs"));
    }

    public Folders(Path data, Path runs) {
        this.data = DataFolder.unbounded(whole(data));
        this.runs = whole(runs);
    }

    /**
     * @param allowed further folders for data sets, a line each: where there is such a property, data sets lie nowhere else
     */
    private static DataFolder data(Path root, String allowed) {
        return allowed == null
                ? DataFolder.unbounded(root)
                : DataFolder.bounded(root, allowed.lines().map(Path::of).toList());
    }

    private static Path whole(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    public Path data() {
        return data.root();
    }

    /** Opens data sets. */
    public DataFolder dataFolder() {
        return data;
    }

    public Path runs() {
        return runs;
    }

    /** Features of frozen classifiers, shared by all runs. */
    public Path featureCache() {
        return runs.resolve(".cache").resolve("features");
    }

    /** Imported classifiers. */
    public ImportedWeights classifiers() {
        return new ImportedWeights("classifier", runs.resolve(".classifiers"));
    }

    /** Where the weights of a named classifier lie: an imported one's file, or that of the run of this id. */
    public Path findClassifier(String name) {
        return find(classifiers().file(name), run(name).map(RunFiles::classifier));
    }

    /** Imported decoders. */
    public ImportedWeights decoders() {
        return new ImportedWeights("decoder", runs.resolve(".decoders"));
    }

    /** Where the weights of a named decoder lie: an imported one's file, or that of the run of this id. */
    public Path findDecoder(String name) {
        return find(decoders().file(name), run(name).map(RunFiles::decoder));
    }

    /** Looked for among the folders that there are, so that no name becomes a path. */
    private Optional<RunFiles> run(String name) {
        try (var folders = Files.newDirectoryStream(runs)) {
            for (Path folder : folders) {
                if (folder.getFileName().toString().equals(name)) {
                    return Optional.of(new RunFiles(folder));
                }
            }
        } catch (IOException e) {
            // without a runs folder there is no run
        }
        return Optional.empty();
    }

    private static Path find(Path imported, Optional<Path> trained) {
        return Files.isRegularFile(imported)
                ? imported
                : trained.filter(Files::isRegularFile).orElse(imported);
    }

    private static Path path(String property, String fallback) {
        return Path.of(property == null || property.isBlank() ? fallback : property);
    }
}
