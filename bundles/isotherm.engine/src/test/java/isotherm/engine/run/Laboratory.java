/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.run.Progress;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunRequest;
import isotherm.api.run.RunState;
import isotherm.api.run.Seal;
import isotherm.api.run.Stage;
import isotherm.engine.experiment.HandMade;
import isotherm.engine.maker.BundleOrigins;
import isotherm.engine.registry.HandFilled;
import isotherm.report.HtmlReport;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The engine with real plug-ins, without a framework, on a tiny experiment of drawn images. */
final class Laboratory {
    static final Map<String, String> TINY = Map.ofEntries(
            Map.entry("id", "shapes?count=60"),
            Map.entry("ood.train", "shapes:aux?count=30"),
            Map.entry("ood.test", "texture=shapes:ood-texture?count=20;unseen=shapes:ood-shapes?count=20"),
            Map.entry("backbone", "cifarresnet"),
            Map.entry("backbone.options", "depth=8"),
            Map.entry("decoder.options", "fc=16;filters=64,32,16,8"),
            Map.entry("pretrain.epochs", "2"),
            Map.entry("pretrain.batch.size", "20"),
            Map.entry("pretrain.schedule", "cosine"),
            Map.entry("epochs", "3"),
            Map.entry("batch.size", "20"),
            Map.entry("learning.rate", "0.002"),
            Map.entry("gallery.count", "3"),
            Map.entry("threads", "2"));

    final HandFilled extensions = new HandFilled();
    final Folders folders;
    final RunService runs;
    final List<String> messages = new ArrayList<>();

    Laboratory(Path dir) {
        this(dir, TINY);
    }

    Laboratory(Path dir, Map<String, String> settings) {
        folders = new Folders(dir.resolve("data"), dir.resolve("runs"));
        runs = new RunService(
                extensions,
                HandMade.experiments(extensions, folders, "tiny", settings),
                folders,
                new Provenance(context(), new BundleOrigins(context())));
        runs.setReport(new HtmlReport());
    }

    RunInfo run(Map<String, String> overrides) throws InterruptedException {
        return run(overrides, EnumSet.allOf(Stage.class));
    }

    RunInfo run(Map<String, String> overrides, Set<Stage> stages) throws InterruptedException {
        return runs.start(new RunRequest("tiny", overrides, stages), listener((run, progress) -> {}))
                .await();
    }

    /** Runs and does something at each progress. */
    RunHandle start(Map<String, String> overrides, BiConsumer<RunInfo, Progress> watcher) {
        return runs.start(new RunRequest("tiny", overrides, EnumSet.allOf(Stage.class)), listener(watcher));
    }

    RunInfo resume(String id) throws InterruptedException {
        return runs.resume(id, listener((run, progress) -> {})).await();
    }

    /** Resumes and does something at each progress. */
    RunHandle resume(String id, BiConsumer<RunInfo, Progress> watcher) {
        return runs.resume(id, listener(watcher));
    }

    private RunListener listener(BiConsumer<RunInfo, Progress> watcher) {
        return new RunListener() {
            @Override
            public void progress(RunInfo run, Progress progress) {
                watcher.accept(run, progress);
            }

            @Override
            public void message(RunInfo run, String line) {
                messages.add(line);
            }
        };
    }

    static void assertCompleted(RunInfo run) {
        assertEquals(RunState.COMPLETED, run.state(), run.reason());
    }

    static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** metrics.json without what differs from run to run by its nature. */
    static String metrics(RunInfo run) throws IOException {
        return unsealed(run.folder().resolve("metrics.json")).replace(run.id(), "ID");
    }

    /** A JSON file's text without its seal. */
    static String unsealed(Path file) throws IOException {
        var root = (ObjectNode) json(file);
        root.remove(Seal.MEMBER);
        return root.toPrettyString();
    }

    /** Changes a run's JSON file as the program itself would, sealed anew. */
    static void edit(Path file, String from, String to) throws IOException {
        String text = unsealed(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, Seal.json(text.replace(from, to)));
    }

    /** The losses of a log, as text. */
    static List<String> losses(RunInfo run, String log) throws IOException {
        return Files.readAllLines(run.folder().resolve(log)).stream()
                .skip(1)
                .map(line -> line.split(",")[0] + " " + line.split(",")[1])
                .toList();
    }

    private static BundleContext context() {
        var bundle = proxy(Bundle.class, "getHeaders", new Hashtable<>(Map.of("Isotherm-Release", "test")));
        return (BundleContext) Proxy.newProxyInstance(
                Laboratory.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getBundles" -> new Bundle[0];
                    case "getBundle" -> bundle;
                    default -> null;
                });
    }

    private static <T> T proxy(Class<T> type, String name, Object value) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> method.getName().equals(name) ? value : null));
    }
}
