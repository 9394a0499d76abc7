/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import isotherm.engine.work.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

class BundleOriginsTest {
    @TempDir
    Path dir;

    private final List<SynchronousBundleListener> listeners = new ArrayList<>();
    private PretendedBundle plugin;
    private PretendedBundle other;
    private BundleOrigins origins;

    @BeforeEach
    void open() throws Exception {
        plugin = new PretendedBundle(dir, 7);
        other = new PretendedBundle(dir, 8);
        origins = new BundleOrigins(PretendedBundle.framework(listeners, plugin, other));
    }

    private Origin updated() {
        plugin.modified++;
        listeners.forEach(listener -> listener.bundleChanged(new BundleEvent(BundleEvent.UPDATED, plugin.bundle)));
        return origins.of(7);
    }

    @Test
    void theSameVersionWithOtherContentIsAnother() throws Exception {
        plugin.file("org/example/Net.class", "one");
        Origin first = origins.of(7);
        assertEquals(first, origins.of(7));
        assertEquals(first, updated(), "the same once more");
        plugin.file("org/example/Net.class", "two");
        Origin second = updated();
        assertEquals(first.version(), second.version());
        assertNotEquals(first.content(), second.content());
        plugin.file("org/example/Net.class", "one");
        plugin.file("org/example/more/Net.class", "");
        assertNotEquals(first.content(), updated().content(), "one more file");
        Files.delete(plugin.files.resolve("org/example/more/Net.class"));
        assertEquals(first, updated());
    }

    @Test
    void aBundleThatTheFrameworkReadsFromItsFileIsToldByThatFile() throws Exception {
        Path jar = Files.writeString(dir.resolve("a.jar"), "a jar");
        plugin.location = "reference:" + jar.toUri();
        assertEquals(Hash.file(jar), origins.of(7).content());
        assertEquals(Optional.of(Hash.file(jar)), origins.file(plugin.bundle));
    }

    @Test
    void aFileThatIsAnotherByNowIsNotTaken() throws Exception {
        Path jar = Files.writeString(dir.resolve("a.jar"), "another jar");
        plugin.location = "reference:" + jar.toUri();
        plugin.modified = System.currentTimeMillis() - 60_000;
        String content = origins.of(7).content();
        assertNotEquals(Hash.file(jar), content);
        assertEquals(Optional.empty(), origins.file(plugin.bundle), "the record would name what has not run");
        plugin.location = "stream";
        assertEquals(content, origins.of(7).content(), "what the framework has");
    }

    @Test
    void anUpdateFromElsewhereIsReadFromTheFramework() throws Exception {
        Path jar = Files.writeString(dir.resolve("a.jar"), "a jar");
        plugin.location = "reference:" + jar.toUri();
        assertNotEquals(Hash.file(jar), updated().content());
    }

    @Test
    void aBundleThatIsGoneEqualsNothing() {
        assertNotEquals(origins.of(9), origins.of(9));
    }

    @ParameterizedTest
    @CsvSource({"osgi.wiring.package, true", "osgi.wiring.bundle, true", "osgi.extender, false", "osgi.ee, false"})
    void codeThatItIsBuiltOnCounts(String namespace, boolean counts) throws Exception {
        plugin.requires(namespace, other);
        assertCounts(counts, origins.of(7));
    }

    @ParameterizedTest
    @CsvSource({"mandatory, true", "optional, true", "dynamic, false"})
    void importsCountUnlessTheyComeWithUse(String resolution, boolean counts) throws Exception {
        plugin.imports(other, resolution);
        assertCounts(counts, origins.of(7));
    }

    @ParameterizedTest
    @CsvSource({"mandatory, true", "optional, false"})
    void soDoImportsOfLibrariesUnlessTheyAreBridges(String resolution, boolean counts) throws Exception {
        PretendedBundle library = new PretendedBundle(dir, 3);
        plugin.imports(library, "mandatory");
        library.imports(other, resolution);
        library.imports(plugin, "mandatory");
        assertCounts(counts, origins.of(7));
    }

    @Test
    void fragmentsCount() throws Exception {
        PretendedBundle library = new PretendedBundle(dir, 3);
        plugin.imports(library, "mandatory");
        library.hosts(other);
        assertCounts(true, origins.of(7));
    }

    @Test
    void theFrameworkIsNotAmongIt() throws Exception {
        PretendedBundle framework = new PretendedBundle(dir, 0);
        Origin alone = origins.of(7);
        plugin.imports(framework, "mandatory");
        assertEquals(alone, origins.of(7));
    }

    private void assertCounts(boolean counts, Origin before) throws Exception {
        other.modified++;
        other.file("Code.class", "changed");
        Origin after = origins.of(7);
        assertEquals(before.content(), after.content());
        assertEquals(counts, !before.builtOn().equals(after.builtOn()));
        other.version = "2.0.0";
        assertEquals(counts, !after.builtOn().equals(origins.of(7).builtOn()));
    }
}
