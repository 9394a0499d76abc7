/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.backbone.Backbone;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.maker.Origin;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One plug-in after the other is another one than that which made what is kept. */
class OtherPluginsTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "id", "shapes?count=40",
            "ood.train", "shapes:aux?count=20",
            "ood.test", "texture=tests:ood-texture?count=20",
            "pretrain.epochs", "1",
            "epochs", "1",
            "bootstrap", "0",
            "gallery.count", "1");
    private static final Origin OTHER = new Origin("by.hand", "1.0.0", "1", "0");

    @TempDir
    static Path dir;

    private static Laboratory lab;
    private static RunInfo first;
    private static Set<Path> cached;

    @BeforeAll
    static void everythingIsMadeOnce() throws Exception {
        lab = laboratory("all");
        first = lab.run(Map.of());
        Laboratory.assertCompleted(first);
        cached = features();
    }

    private static Laboratory laboratory(String folder) {
        var laboratory = new Laboratory(dir.resolve(folder), Mutations.with(Laboratory.TINY, SETTINGS));
        laboratory.extensions.add(DatasetLoader.class, "tests", new ShapesLoader());
        return laboratory;
    }

    @AfterEach
    void asItWas() throws IOException {
        lab.extensions.comeFromOld();
        lab.messages.clear();
        deleteLater();
        try (var runs = Files.list(lab.folders.runs())) {
            for (Path run : runs.filter(run -> !run.getFileName().toString().startsWith("."))
                    .filter(run -> !run.equals(first.folder()))
                    .toList()) {
                delete(run);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, 0, classifier and decoder",
        "engine, 4, ''",
        "shapes, 3, ''",
        "tests, 1, classifier and decoder",
        "cifarresnet, 4, ''",
        "nd4j, 4, classifier",
        "prototype, 0, classifier",
        "deconv, 0, classifier",
        "heatmap, 0, classifier and decoder",
        "msp, 0, classifier and decoder",
        "detection, 0, classifier and decoder",
        "wideresnet, 0, classifier and decoder"
    })
    void whatAPluginHadAPartInIsMadeAnewAndTheRestIsNot(String changed, int features, String reused) throws Exception {
        lab.extensions.comeFrom(
                changed,
                new Origin(changed.equals("engine") ? "isotherm.engine" : "by.hand", "1.0.0", "of " + changed, "0"));
        RunInfo run = lab.run(Map.of(), EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(run);
        assertEquals(features, features().size() - cached.size(), "sets whose features were computed");
        assertEquals(
                reused.isEmpty() ? "" : reused + " of run " + first.id(),
                record(run).path("reused").asText());
        // nothing but the bundle has changed, so the numbers are the same whoever computes them
        assertEquals(Laboratory.metrics(first), Laboratory.metrics(run));
        if (!reused.endsWith("decoder")) {
            assertTrue(
                    lab.messages.stream()
                            .anyMatch(line -> line.contains("of run " + first.id()
                                            + " has these settings and images, but is not taken over:")
                                    && line.contains("with other content")),
                    lab.messages::toString);
        }
    }

    /** Sums of a training come in another order; what a frozen network says does not change. */
    @Test
    void trainingsOnOtherThreadsAreNotTakenOver() throws Exception {
        RunInfo one = evaluated(lab, Map.of("threads", "1"));
        assertFalse(record(one).has("reused"));
        assertTrue(
                lab.messages.stream().anyMatch(line -> line.contains("not taken over: 2 threads in place of 1")),
                lab.messages::toString);
        assertEquals(
                "classifier and decoder of run " + one.id(),
                record(evaluated(lab, Map.of("threads", "1"))).path("reused").asText());
        assertEquals(
                "classifier and decoder of run " + first.id(),
                record(evaluated(lab, Map.of())).path("reused").asText());
    }

    @Test
    void anotherActivationUnderTheSameVersionGetsItsOwnFeatures() throws Exception {
        var classifier = Map.of("classifier", first.id());
        RunInfo old = evaluated(lab, classifier);
        Backbone plain = lab.extensions
                .acquire(ExtensionPoint.BACKBONE, Backbone.class, "cifarresnet")
                .service();
        try {
            lab.extensions.remove(Backbone.class, "cifarresnet");
            lab.extensions.add(Backbone.class, "cifarresnet", OtherActivation.of(plain));
            lab.extensions.comeFrom("cifarresnet", OTHER);
            RunInfo replaced = evaluated(lab, classifier);
            deleteLater();
            RunInfo fresh = evaluated(lab, Map.of("classifier", first.id(), "description", "anew"));
            assertEquals(scores(fresh), scores(replaced));
            assertNotEquals(scores(old), scores(replaced));
            assertEquals(
                    "1", plugin(record(replaced), "cifarresnet").path("content").asText());
            assertTrue(
                    warnings(replaced).stream()
                            .anyMatch(("classifier '" + first.id() + "' was made otherwise than it is computed now:"
                                    + " backbone 'cifarresnet' 1.0.0 with other content")::equals),
                    () -> warnings(replaced).toString());
            assertEquals(List.of(), warnings(old));
        } finally {
            lab.extensions.remove(Backbone.class, "cifarresnet");
            lab.extensions.add(Backbone.class, "cifarresnet", plain);
        }
    }

    @Test
    void whoResumesWithOthersIsToldAndRecorded() throws Exception {
        RunInfo torn = torn();
        lab.extensions.comeFrom("cifarresnet", new Origin("by.hand", "1.2.0", "1", "0"));
        RunInfo end = lab.resume(torn.id());
        Laboratory.assertCompleted(end);
        String line =
                "this run goes on with other plug-ins than it was made with so far: backbone 'cifarresnet' 1.2.0 instead"
                        + " of 1.0.0. Its earlier results stay as they are; for results of these plug-ins alone, start anew";
        assertEquals(List.of(line), warnings(end));
        assertTrue(lab.messages.contains("warning: " + line), lab.messages::toString);
        JsonNode sessions = record(end).path("made_by");
        assertEquals(2, sessions.size());
        assertEquals(
                "1.0.0", plugin(sessions.get(0), "cifarresnet").path("version").asText());
        assertEquals(
                "1.2.0", plugin(sessions.get(1), "cifarresnet").path("version").asText());
        // a classifier of two makers is neither's
        for (String version : List.of("1.0.0", "1.2.0")) {
            lab.extensions.comeFrom(
                    "cifarresnet", new Origin("by.hand", version, version.equals("1.0.0") ? "0" : "1", "0"));
            assertFalse(
                    record(evaluated(lab, Map.of("seed", "2")))
                            .path("reused")
                            .asText()
                            .contains(torn.id()),
                    version);
        }
    }

    @Test
    void whoResumesWithTheSameIsToldNothing() throws Exception {
        RunInfo end = lab.resume(torn().id());
        Laboratory.assertCompleted(end);
        assertEquals(List.of(), warnings(end));
        assertEquals(1, record(end).path("made_by").size());
    }

    /** Its record, its checkpoint and its files say nothing of plug-ins. */
    @Test
    void aRunOfAnEarlierReleaseGoesOnAndSaysThatItIsNotRecorded() throws Exception {
        RunInfo torn = torn();
        var record = (ObjectNode) record(torn);
        record.remove("made_by");
        record.remove("seal");
        Files.writeString(torn.folder().resolve("run.json"), record.toString());
        Path checkpoint = torn.folder().resolve("checkpoints/classifier.safetensors");
        forgetMakers(checkpoint);
        RunInfo end = lab.resume(torn.id());
        Laboratory.assertCompleted(end);
        String line =
                "this run goes on, though it is not recorded which plug-ins made it so far; its record has the bundles of"
                        + " Isotherm test. Its earlier results stay as they are; for results of these plug-ins alone, start anew";
        assertTrue(warnings(end).contains(line), () -> warnings(end).toString());
        assertEquals(0, record(end).path("made_by").get(0).path("plugins").size());
        assertEquals("test", record(end).at("/made_by/0/isotherm/version").asText());
        assertEquals(2, record(end).path("made_by").size());
        lab.messages.clear();
        RunInfo next = evaluated(lab, Map.of("seed", "2"));
        assertFalse(record(next).has("reused"), () -> lab.messages.toString());
    }

    private static RunInfo torn() throws Exception {
        var handle = new CompletableFuture<RunHandle>();
        handle.complete(lab.start(Map.of("seed", "2", "pretrain.epochs", "2"), (run, progress) -> {
            if (progress.stage() == Stage.PRETRAIN && progress.done() >= 2) {
                handle.join().interrupt("a test says so");
            }
        }));
        RunInfo torn = handle.join().await();
        assertTrue(Files.exists(torn.folder().resolve("checkpoints/classifier.safetensors")));
        return torn;
    }

    private static void forgetMakers(Path file) throws IOException {
        var metadata = new LinkedHashMap<>(SafeTensors.metadata(file));
        assertTrue(metadata.remove("made.by") != null);
        SafeTensors.write(file, SafeTensors.read(file), metadata);
    }

    private static RunInfo evaluated(Laboratory lab, Map<String, String> settings) throws Exception {
        RunInfo run = lab.run(settings, EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(run);
        return run;
    }

    /** Removes the features that were not there at first. */
    private static void deleteLater() throws IOException {
        for (Path folder : features()) {
            if (!cached.contains(folder)) {
                delete(folder);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Set<Path> features() throws IOException {
        try (var folders = Files.list(lab.folders.featureCache())) {
            return folders.collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String scores(RunInfo run) throws IOException {
        return Files.readString(run.folder().resolve("scores/id.csv"));
    }

    private static JsonNode record(RunInfo run) throws IOException {
        return Laboratory.json(run.folder().resolve("run.json"));
    }

    private static List<String> warnings(RunInfo run) {
        try {
            return new ObjectMapper().convertValue(record(run).path("warnings"), new TypeReference<>() {});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Where the plug-in of a name comes from, in a record or one of its sessions. */
    private static JsonNode plugin(JsonNode record, String name) {
        JsonNode sessions = record.path("made_by");
        JsonNode session = sessions.isMissingNode() ? record : sessions.get(sessions.size() - 1);
        for (JsonNode plugin : session.path("plugins")) {
            if (plugin.path("name").asText().equals(name)) {
                return plugin.path("origin");
            }
        }
        throw new AssertionError(name + " is not among " + session);
    }
}
