/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Progress;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.report.HtmlReport;
import isotherm.report.OverlayRenderer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every file that runs leave, as found on the disk, is damaged in turn, and whatever reads it must say so and never come to other
 * numbers. A file that nobody is known to read fails the test: seal it, and name its reader here, or say why it needs none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedFilesTest {
    private static final Map<String, String> SETTINGS =
            Map.of("gallery.count", "1", "snapshot.every", "1", "bootstrap", "0", "checkpoint", "best");

    /** Files, as patterns of their paths below the runs folder, that nothing is computed from. */
    private static final Map<String, String> FOR_EYES = Map.of(
            "[^/]+/report\\.html", "a page for people; 'report' writes it anew",
            "[^/]+/error\\.txt", "a trace for whoever mends the program",
            "[^/]+/explained/.*", "pictures for people; 'explain' writes them anew",
            "[^/]+/heatmaps/.*\\.png", "PNG has checksums, which the page compares: RunFilesTest of the console",
            "(.*/)?run\\.lock", "only the lock on it counts; its text names a process in a message");

    /** What a file's loss is not told by: what it held is made again, the same. */
    private static final Map<String, String> MADE_AGAIN = Map.of(
            "[^/]+/checkpoints/scores-.*\\.journal", "a run killed before its first batch had none",
            "\\.cache/.*\\.table", "a cache need not have what it is asked for");

    private enum Damage {
        FIRST_BYTE,
        MIDDLE,
        ANYWHERE,
        LAST_BYTE,
        HALF,
        NO_LAST_BYTE,
        EMPTY,
        MISSING;

        /** Null where the file is to go. */
        byte[] of(byte[] content, Random random) {
            return switch (this) {
                case FIRST_BYTE -> flipped(content, 0, random);
                case MIDDLE -> flipped(content, content.length / 2, random);
                case ANYWHERE -> flipped(content, random.nextInt(content.length), random);
                case LAST_BYTE -> flipped(content, content.length - 1, random);
                case HALF -> Arrays.copyOf(content, content.length / 2);
                case NO_LAST_BYTE -> Arrays.copyOf(content, content.length - 1);
                case EMPTY -> new byte[0];
                case MISSING -> null;
            };
        }

        private static byte[] flipped(byte[] content, int at, Random random) {
            byte[] damaged = content.clone();
            damaged[at] ^= 1 << random.nextInt(8);
            return damaged;
        }
    }

    /** Reads what a run left, and returns all that was said. */
    private interface Reader {
        String read(Path root, String run) throws Exception;
    }

    private static final String CACHE = ".cache/features/";

    private final Reader evaluation = this::evaluate;

    @TempDir
    static Path dir;

    private Path image;
    private Path whole;
    private RunInfo completed;
    private final Map<Stage, RunInfo> interrupted = new LinkedHashMap<>();
    private final Map<Stage, String> ends = new LinkedHashMap<>();

    @BeforeAll
    void runs() throws Exception {
        image = dir.resolve("image.png");
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        whole = dir.resolve("whole");
        var lab = new Laboratory(whole);
        completed = lab.run(SETTINGS);
        Laboratory.assertCompleted(completed);
        // what an import leaves is of the same form
        Files.createDirectories(lab.folders.classifiers().folder());
        Files.createDirectories(lab.folders.decoders().folder());
        Files.copy(
                new RunFiles(completed.folder()).classifier(),
                lab.folders.classifiers().file("mine"));
        Files.copy(
                new RunFiles(completed.folder()).decoder(),
                lab.folders.decoders().file("mine"));
        for (Stage stage : List.of(Stage.PRETRAIN, Stage.FEATURES, Stage.TRAIN, Stage.EVALUATE)) {
            interrupted.put(stage, interrupt(stage));
            Path copy = copy(root(stage));
            RunInfo end = new Laboratory(copy).resume(interrupted.get(stage).id());
            Laboratory.assertCompleted(end);
            ends.put(stage, Laboratory.metrics(end));
            delete(copy);
        }
    }

    private RunInfo interrupt(Stage stage) throws Exception {
        var lab = new Laboratory(root(stage));
        var handle = new CompletableFuture<RunHandle>();
        handle.complete(lab.start(SETTINGS, (run, progress) -> {
            if (progress.stage() == stage && far(progress)) {
                handle.join().interrupt("a test says so");
            }
        }));
        RunInfo end = handle.join().await();
        assertEquals(RunState.INTERRUPTED, end.state(), end.reason());
        return end;
    }

    /** So far that there is something of all that the stage leaves. */
    private static boolean far(Progress progress) {
        return progress.task().startsWith("epoch") ? progress.task().startsWith("epoch 2") : progress.done() >= 20;
    }

    private Path root(Stage stage) {
        return dir.resolve(stage.name());
    }

    @Test
    void aFlippedBitInAnyFileOfACompletedRunIsTold() throws Exception {
        var random = new Random(1);
        damageCompleted(random, List.of(Damage.values()[random.nextInt(6)], Damage.ANYWHERE, Damage.MISSING), false);
    }

    @Test
    @Tag("full")
    void anyDamageToACompletedRunIsTold() throws Exception {
        damageCompleted(new Random(2), List.of(Damage.values()), true);
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"PRETRAIN", "FEATURES", "TRAIN", "EVALUATE"})
    void aFlippedBitInAnyFileOfAnInterruptedRunIsTold(Stage stage) throws Exception {
        damageInterrupted(stage, new Random(3), List.of(Damage.ANYWHERE));
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"PRETRAIN", "FEATURES", "TRAIN", "EVALUATE"})
    void anyDamageToAnInterruptedRunIsTold(Stage stage) throws Exception {
        damageInterrupted(stage, new Random(4), List.of(Damage.values()));
    }

    @Test
    void aSoundRunIsReadWithoutAWord() throws Exception {
        for (Reader reader : List.<Reader>of(this::report, this::explain, this::export, this::evaluate)) {
            String said = reader.read(whole, completed.id());
            assertFalse(said.contains("damaged") || said.contains("missing") || said.contains("sealed"), said);
        }
    }

    @Test
    void aFlippedBitInAnyFileOfTheCacheIsTold() throws Exception {
        var random = new Random(5);
        List<String> cached =
                files(whole).stream().filter(file -> file.startsWith(CACHE)).toList();
        assertTrue(cached.size() >= 15, cached.toString());
        for (String file : cached) {
            Path at = whole.resolve("runs").resolve(file);
            put(at, Damage.ANYWHERE.of(Files.readAllBytes(at), random));
        }
        String said = evaluate(whole, completed.id());
        // what an evaluation does not look at is the auxiliary images'
        long told = cached.stream()
                .map(SealedFilesTest::word)
                .distinct()
                .filter(said::contains)
                .count();
        assertEquals(cached.stream().map(SealedFilesTest::word).distinct().count() - 1, told, said);
    }

    private void damageCompleted(Random random, List<Damage> kinds, boolean cache) throws Exception {
        for (String file : files(whole)) {
            if (file.startsWith(CACHE) && !cache) {
                continue;
            }
            for (Reader reader : readersOfCompleted(file)) {
                for (Damage damage : kinds) {
                    if (reader == evaluation && damage == Damage.MISSING && !file.startsWith(CACHE)) {
                        // another run does not know that it was there
                        continue;
                    }
                    Path at = whole.resolve("runs").resolve(file);
                    byte[] sound = Files.readAllBytes(at);
                    put(at, damage.of(sound, random));
                    try {
                        String expected = file.startsWith(CACHE) ? Laboratory.metrics(completed) : null;
                        told(file, damage, reader, whole, completed.id(), expected);
                    } finally {
                        put(at, sound);
                    }
                }
            }
        }
    }

    private List<Reader> readersOfCompleted(String file) {
        if (file.startsWith(".classifiers/")) {
            return List.of((root, run) -> start(root, Map.of("classifier", "mine"), Stage.PRETRAIN));
        }
        if (file.startsWith(".decoders/")) {
            return List.of((root, run) -> start(
                    root, Map.of("classifier", "mine", "decoder.weights", "mine", "ood.train", ""), Stage.EVALUATE));
        }
        if (file.startsWith(CACHE)) {
            return List.of(evaluation);
        }
        String name = file.substring(file.indexOf('/') + 1);
        if (name.matches("(classifier|decoder)\\.safetensors")) {
            return List.of(this::explain, this::export, evaluation);
        }
        if (name.equals("run.json")) {
            return List.of(this::report, this::explain, this::export);
        }
        if (name.equals("gallery.json")) {
            return List.of(this::report, this::explain);
        }
        if (name.matches("metrics\\.json|gallery\\.safetensors|scores/.*\\.csv|(pre)?train\\.csv")) {
            return List.of(this::report);
        }
        if (name.equals("snapshots/decoder-best.safetensors")) {
            // what this run evaluated: others take it as decoder.safetensors
            return List.of();
        }
        if (name.matches("snapshots/decoder-.*\\.safetensors")) {
            String epoch = name.replaceAll(".*-(.*)\\..*", "$1");
            return List.of((root, run) -> start(root, Map.of("checkpoint", epoch), Stage.EVALUATE));
        }
        throw new AssertionError("nobody is known to read " + file);
    }

    private void damageInterrupted(Stage stage, Random random, List<Damage> kinds) throws Exception {
        String run = interrupted.get(stage).id();
        for (String file : files(root(stage))) {
            boolean cached = file.startsWith(CACHE);
            if (cached && stage != Stage.FEATURES) {
                // complete, and read as those of a completed run
                continue;
            }
            if (file.contains("/snapshots/") && (stage == Stage.EVALUATE || !file.contains("best"))) {
                // read by other runs alone, and once this one is complete
                continue;
            }
            Reader reader = file.endsWith(".csv") && !cached ? this::report : this::resume;
            for (Damage damage : kinds) {
                Path copy = copy(root(stage));
                Path at = copy.resolve("runs").resolve(file);
                put(at, damage.of(Files.readAllBytes(at), random));
                told(file, damage, reader, copy, run, ends.get(stage));
                delete(copy);
            }
        }
    }

    /** @param metrics that a run which goes on in spite of it must come to; null where none may */
    private static void told(String file, Damage damage, Reader reader, Path root, String run, String metrics)
            throws Exception {
        String what = damage + " of " + file;
        String said;
        try {
            said = reader.read(root, run);
        } catch (ProblemException e) {
            said = e.getMessage();
            assertFalse(said.contains("\n"), what);
            assertFalse(e.problem().cure().isBlank(), what);
        }
        Path end = root.resolve("runs").resolve(run).resolve("metrics.json");
        if (metrics != null && Files.exists(end)) {
            assertEquals(metrics, Laboratory.unsealed(end).replace(run, "ID"), what);
        }
        boolean silent =
                damage == Damage.MISSING && MADE_AGAIN.keySet().stream().anyMatch(file::matches)
                        || silentPlace(file, damage);
        String heard = said;
        assertTrue(
                silent
                        || said.contains(damage == Damage.MISSING ? word(file).replace(".safetensors", "") : word(file))
                        || damage == Damage.MISSING && said.contains(run),
                () -> what + " was not told: " + heard);
    }

    /** What must be named: the file, or of the cache the folder of one set's features. */
    private static String word(String file) {
        String[] parts = file.split("/");
        return file.startsWith(CACHE) ? parts[2] : parts[parts.length - 1];
    }

    /** The head of a table under way is written when the table is finished; until then nobody reads what is there. */
    private static boolean silentPlace(String file, Damage damage) {
        return file.endsWith(".rows") && damage == Damage.FIRST_BYTE;
    }

    private String report(Path root, String run) throws IOException {
        Path folder = root.resolve("runs").resolve(run);
        return Files.readString(new HtmlReport().write(folder)).replaceAll("(?s)<section.*", "");
    }

    private String explain(Path root, String run) {
        var lab = new Laboratory(root);
        return new RunExplainer(lab.extensions, lab.folders, new OverlayRenderer())
                .explain(run, List.of(image), dir.resolve("explained"))
                .toString()
                .replace(dir.toString(), "");
    }

    private String export(Path root, String run) throws IOException {
        Path to = Files.createTempDirectory(dir, "exported");
        new RunExporter(new Laboratory(root).folders).export(run, to);
        return "";
    }

    /** A run that takes classifier and decoder over. */
    private String evaluate(Path root, String run) throws Exception {
        return start(root, Map.of(), Stage.EVALUATE);
    }

    private String start(Path root, Map<String, String> more, Stage stage) throws Exception {
        var lab = new Laboratory(root);
        var settings = new LinkedHashMap<>(SETTINGS);
        settings.putAll(more);
        RunInfo end = lab.run(settings, EnumSet.of(stage));
        if (end.state() == RunState.COMPLETED && more.isEmpty()) {
            assertEquals(Laboratory.metrics(completed), Laboratory.metrics(end));
        }
        String said = end.reason() + lab.messages;
        delete(end.folder());
        return said;
    }

    private String resume(Path root, String run) throws Exception {
        var lab = new Laboratory(root);
        RunInfo end = lab.resume(run);
        return end.reason() + lab.messages;
    }

    /** By their paths below the runs folder, those for people's eyes left out. */
    private static List<String> files(Path root) throws IOException {
        Path runs = root.resolve("runs");
        try (var all = Files.walk(runs)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> runs.relativize(file).toString())
                    .filter(file -> FOR_EYES.keySet().stream().noneMatch(file::matches))
                    .sorted()
                    .toList();
        }
    }

    private static void put(Path file, byte[] content) throws IOException {
        // a new file, for the old one may be open or mapped
        Files.deleteIfExists(file);
        if (content != null) {
            Files.write(file, content);
        }
    }

    private Path copy(Path from) throws IOException {
        Path to = Files.createTempDirectory(dir, "copy");
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return to;
    }

    private static void delete(Path folder) throws IOException {
        var all = new ArrayList<Path>();
        try (var walk = Files.walk(folder)) {
            walk.forEach(all::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(all.get(i));
        }
    }
}
