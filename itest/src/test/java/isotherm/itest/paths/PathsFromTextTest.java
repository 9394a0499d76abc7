/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No text becomes a path but through {@code FileName}. Whoever must, for a reason, stands in the list here; whoever need not
 * writes {@code folder.resolve(FileName.of(text))} for a name and {@code FileName.inside(folder, text)} for a relative path.
 */
class PathsFromTextTest {
    private static final String OPERATOR = "the operator's own folders: an option, an environment variable, a property";
    private static final String LOCATION =
            "a location or list that the experiment names, which may lie anywhere or is bounded there";
    private static final String BUILT_IN = "a list within the program";
    private static final String OWN = "where the program itself or the JVM lies";
    private static final String FOUND =
            "an image that was found in a folder, or that a list names and ListFile keeps inside";

    private static final String COMPARED =
            "where File Install says that it read a configuration; only compared with the files there are, never opened";

    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("Access.state", OPERATOR),
            Map.entry("Cache.choose", OPERATOR),
            Map.entry("CudaLibraries.of", OPERATOR),
            Map.entry("DatasetsCommand.root", OPERATOR),
            Map.entry("ExperimentFiles.<init>", OPERATOR),
            Map.entry("FolderFacts.gather", OPERATOR),
            Map.entry("Folders.<init>", OPERATOR),
            Map.entry("ConfiguredExperiment.place", OPERATOR),
            Map.entry("Folders.data", OPERATOR),
            Map.entry("Forms.<init>", OPERATOR),
            Map.entry("DataFolder.check", LOCATION),
            Map.entry("Home.choose", OPERATOR),
            Map.entry("NativesTrouble.unlinked", OPERATOR),
            Map.entry("Home.own", OPERATOR),
            Map.entry("LoadFolder.files", OPERATOR),
            Map.entry("LoadFolder.taken", COMPARED),
            Map.entry("Main.run", OPERATOR),
            Map.entry("LaunchOptions.folder", OPERATOR),
            Map.entry("LaunchOptions.of", OPERATOR),
            Map.entry("LaunchOptions.state", OPERATOR),
            Map.entry("Launcher.run", OPERATOR),
            Map.entry("Launcher.start", OPERATOR),
            Map.entry("Machine.here", OPERATOR),
            Map.entry("ClassOrder.lines", LOCATION),
            Map.entry("DatasetRequest.path", LOCATION),
            Map.entry("ImageFolderLoader.open", LOCATION),
            Map.entry("PublishedOrigins.of", LOCATION),
            Map.entry("CifarFiles.open", BUILT_IN),
            Map.entry("DatasetPresence.of", BUILT_IN),
            Map.entry("Launcher.chooseNatives", BUILT_IN),
            Map.entry("NativeCache.place", BUILT_IN),
            Map.entry("NativeCache.prepare", BUILT_IN),
            Map.entry("BenchFork.words", OWN),
            Map.entry("Distribution.here", OWN),
            Map.entry("BundleOrigins.path", OWN),
            Map.entry("FileNames.resolve", FOUND),
            Map.entry("ListFile.read", LOCATION),
            Map.entry("ListedImages.read", FOUND));

    @Test
    void textBecomesAPathInOnePlace() throws Exception {
        Set<String> found = PathsFromText.in(ClassFiles.of(modules()));
        var unexpected = new TreeSet<>(found);
        unexpected.removeAll(EXCEPTIONS.keySet());
        assertEquals(Set.of(), unexpected, "make these names with isotherm.api.wiring.FileName");
        var stale = new TreeSet<>(EXCEPTIONS.keySet());
        stale.removeAll(found);
        assertEquals(Set.of(), stale, "no exceptions any more");
    }

    /** The search would find nothing in no classes. */
    @Test
    void allBundlesAreLookedThrough() throws Exception {
        Set<String> classes = ClassFiles.of(modules()).classes().keySet();
        for (String one :
                List.of("engine/run/RunFiles", "console/run/RunGallery", "shell/fetch/Fetch", "launcher/Main")) {
            assertTrue(classes.contains("isotherm/" + one), one);
        }
        assertEquals(modules().size(), (int) sources("../bundles") + 1);
    }

    @Test
    void everyWayToAPathIsFound() throws Exception {
        Path own = Path.of(WaysToAPath.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<String> found = PathsFromText.in(ClassFiles.of(List.of(own))).stream()
                .filter(method -> method.startsWith("WaysToAPath"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> bad = Arrays.stream(WaysToAPath.class.getDeclaredMethods())
                .map(java.lang.reflect.Method::getName)
                .filter(name -> name.startsWith("bad"))
                .map(name -> name.equals("badTaker") ? "WaysToAPath$1.take" : "WaysToAPath." + name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertFalse(bad.isEmpty());
        assertEquals(bad, found);
    }

    /** Where modules with sources are compiled to. */
    private static List<Path> modules() throws Exception {
        try (Stream<Path> bundles = Files.list(Path.of("../bundles"))) {
            return Stream.concat(bundles, Stream.of(Path.of("../runtime/launcher")))
                    .map(module -> module.resolve("target/classes"))
                    .filter(classes -> Files.isDirectory(classes.resolve("isotherm")))
                    .sorted()
                    .toList();
        }
    }

    private static long sources(String folder) throws Exception {
        try (Stream<Path> bundles = Files.list(Path.of(folder))) {
            return bundles.filter(bundle -> Files.isDirectory(bundle.resolve("src/main/java")))
                    .count();
        }
    }
}
