/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunRequest;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ablation with a made-up engine, whose numbers depend on switches and seed alone. */
class AblateCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<RunInfo> runs = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String images = "images-1";
    private int interruptedAt = -1;

    @Test
    void eachSwitchIsTurnedAloneAndComparedWithTheSeededReference() throws Exception {
        assertEquals(0, run("ablate", "demo", "--quiet"), () -> text(err));
        assertEquals(
                List.of(
                        "reference [] 1",
                        "reference [seeds=corrected] 1",
                        "reference [seeds=corrected;pairing=corrected] 1",
                        "reference [seeds=corrected;range=corrected] 1",
                        "corrected [] 1"),
                begun);
        assertTrue(
                text(out)
                        .contains("score heatmap, average over the test sets; differences in points\n"
                                + "CORRECTED         AUROC %  DIFFERENCE  FPR95 (ID+) %  DIFFERENCE  COMPARED WITH\n"
                                + "none (reference)    50.00           –          80.00           –  –\n"
                                + "seeds               51.00       +1.00          80.00       +0.00  none (reference)\n"
                                + "pairing             61.00      +10.00          75.00       -5.00  seeds\n"
                                + "range               49.00       -2.00          80.00       +0.00  seeds\n"
                                + "all (corrected)     59.00       +8.00          75.00       -5.00  seeds\n"),
                text(out));
    }

    @Test
    void differencesAreTakenSeedBySeed() throws Exception {
        assertEquals(0, run("ablate", "demo", "--switches=pairing", "--seeds=1,2,3", "--quiet"), () -> text(err));
        assertEquals(9, begun.size());
        assertEquals("reference [seeds=corrected] 3", begun.get(2));
        // 51, 52, 53 and, with the switch, 61, 64, 67: 10, 12 and 14 apart
        assertTrue(
                text(out).contains("none (reference)  52.00 ± 1.00              –   80.00 ± 0.00             –  –\n"),
                text(out));
        assertTrue(text(out).contains("pairing           64.00 ± 3.00  +12.00 ± 2.00"), text(out));
        JsonNode summary = JSON.readTree(
                folder.resolve(runs.get(0).id() + "-ablation/summary.json").toFile());
        assertEquals("[\"1\",\"2\",\"3\"]", summary.path("seeds").toString());
        JsonNode pairing = summary.at("/lines/1");
        assertEquals("pairing", pairing.path("corrected").asText());
        assertEquals("none (reference)", pairing.path("compared_with").asText());
        assertEquals(3, pairing.path("runs").size());
        assertEquals(0.12, pairing.at("/auroc_difference/mean").asDouble(), 1e-9);
        assertEquals(0.02, pairing.at("/auroc_difference/standard_deviation").asDouble(), 1e-9);
        assertEquals(0.67, pairing.at("/auroc/values/2").asDouble(), 1e-9);
        assertTrue(summary.at("/lines/0/compared_with").isNull());
        assertFalse(summary.at("/lines/0").has("auroc_difference"));
    }

    @Test
    void aRepeatedAblationDoesNoRunAgain() throws Exception {
        interruptedAt = 2;
        assertEquals(1, run("ablate", "demo", "--quiet"));
        assertTrue(
                text(err).endsWith("isotherm: the ablation is not complete – repeat the command to go on with it\n"));
        assertEquals(3, begun.size());
        interruptedAt = -1;
        assertEquals(0, run("ablate", "demo", "--quiet", "--json"), () -> text(err));
        assertEquals("resume " + runs.get(2).id(), begun.get(3));
        assertEquals(6, begun.size(), begun::toString);
        JsonNode json = JSON.readTree(text(out));
        assertEquals(0.61, json.at("/ablation/lines/2/auroc/mean").asDouble(), 1e-9);
        assertTrue(Files.exists(Path.of(json.path("summary").asText())));
        assertEquals(0, run("ablate", "demo", "--quiet"));
        assertEquals(6, begun.size(), "all were there");
        assertTrue(text(out).contains("taken: run " + runs.get(0).id() + "\n"), text(out));
    }

    @Test
    void runsOverOtherImagesAreNotCompared() {
        assertEquals(0, run("ablate", "demo", "--switches=pairing", "--quiet"));
        images = "images-2";
        assertEquals(1, run("ablate", "demo", "--switches=range", "--quiet"));
        assertTrue(text(err).contains("saw other images (id.train) than the runs before it"), text(err));
    }

    @Test
    void pinnedSwitchesStayInEveryRun() {
        assertEquals(0, run("ablate", "demo", "switches=range=corrected", "--quiet"), () -> text(err));
        assertEquals(
                List.of(
                        "reference [range=corrected] 1",
                        "reference [range=corrected;seeds=corrected] 1",
                        "reference [range=corrected;seeds=corrected;pairing=corrected] 1",
                        "corrected [range=corrected] 1"),
                begun);
    }

    @Test
    void whatCannotBeAblatedIsRefused() {
        refused(1, "there is no switch 'paring' – did you mean 'pairing'?", "--switches=paring");
        refused(2, "an ablation goes from one preset to the other: no preset=", "preset=reference");
        refused(2, "switch 'range' is both", "switches=range=corrected", "--switches=range");
        refused(2, "--seeds takes two or more seeds", "--seeds=1");
        refused(2, "--seeds takes two or more seeds", "--seeds=1,2", "seed=3");
        assertEquals(List.of(), begun);
        refused(1, "run demo-0 has no score named 'heat'", "--score=heat");
    }

    private void refused(int status, String words, String... more) {
        var line = new ArrayList<>(List.of("ablate", "demo", "--quiet"));
        line.addAll(List.of(more));
        assertEquals(status, run(line.toArray(String[]::new)), () -> text(out));
        assertTrue(text(err).startsWith("isotherm: " + words), text(err));
    }

    /** AUROC 0.50; pairing gives 0.08 and 0.02 for each seed, range takes 0.02, and a seed of one's own gives 0.01 times it. */
    private static double auroc(String preset, String switches, int seed) {
        boolean seeded = on("seeds", preset, switches);
        return 0.5
                + (seeded ? 0.01 * seed : 0)
                + (on("pairing", preset, switches) ? 0.08 + 0.02 * seed : 0)
                - (on("range", preset, switches) ? 0.02 : 0);
    }

    private static boolean on(String name, String preset, String switches) {
        return switches.contains(name + "=corrected")
                || preset.equals("corrected") && !switches.contains(name + "=reference");
    }

    private RunHandle start(RunRequest request) throws IOException {
        assertEquals(java.util.Set.of(Stage.EVALUATE, Stage.REPORT), request.stages());
        var settings = settings(request.overrides());
        begun.add(settings.get("preset") + " [" + settings.get("switches") + "] " + settings.get("seed"));
        String id = "demo-" + runs.size();
        RunState state = runs.size() == interruptedAt ? RunState.INTERRUPTED : RunState.COMPLETED;
        Path run = Files.createDirectories(folder.resolve(id));
        Files.writeString(
                run.resolve("run.json"),
                JSON.writeValueAsString(Map.of(
                        "settings", settings,
                        "hashes", Map.of("id.train", images, "id.test", "same"),
                        "requested", List.of("EVALUATE", "REPORT"))));
        var info = new RunInfo(id, "demo", state, Stage.REPORT, "", run);
        runs.add(info);
        return ended(info, settings);
    }

    private RunHandle resume(String id) throws IOException {
        begun.add("resume " + id);
        RunInfo old =
                runs.stream().filter(run -> run.id().equals(id)).findFirst().orElseThrow();
        var info = new RunInfo(id, "demo", RunState.COMPLETED, Stage.REPORT, "", old.folder());
        runs.set(runs.indexOf(old), info);
        var settings = new TreeMap<String, String>();
        JSON.readTree(info.folder().resolve("run.json").toFile())
                .path("settings")
                .fields()
                .forEachRemaining(e -> settings.put(e.getKey(), e.getValue().asText()));
        return ended(info, settings);
    }

    private RunHandle ended(RunInfo info, Map<String, String> settings) throws IOException {
        if (info.state() == RunState.COMPLETED) {
            String preset = settings.get("preset"), switches = settings.get("switches");
            Files.writeString(
                    info.folder().resolve("metrics.json"),
                    "{\"run\":\"%s\",\"average\":[{\"score\":\"msp\",\"auroc\":0.1},{\"score\":\"heatmap\",\"auroc\":%s,\"fpr95_id_positive\":%s}]}"
                            .formatted(
                                    info.id(),
                                    auroc(preset, switches, Integer.parseInt(settings.get("seed"))),
                                    on("pairing", preset, switches) ? 0.75 : 0.8));
        }
        return (RunHandle) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RunHandle.class}, (proxy, method, args) -> info);
    }

    private static Map<String, String> settings(Map<String, String> overrides) {
        var settings = new TreeMap<>(Map.of("preset", "corrected", "switches", "", "seed", "1", "epochs", "2"));
        settings.putAll(overrides);
        return settings;
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        var engine = (Runs) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Runs.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "list":
                            return List.copyOf(runs);
                        case "resume":
                            return resume((String) args[0]);
                        default:
                            return start((RunRequest) args[0]);
                    }
                });
        var experiments = (Experiments) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Experiments.class}, (proxy, method, args) -> {
                    if (method.getName().equals("switches")) {
                        return List.of("pairing", "range", "seeds");
                    }
                    @SuppressWarnings("unchecked")
                    var overrides = (Map<String, String>) args[1];
                    var settings = settings(overrides);
                    return new Experiment("demo", "", settings.get("preset"), settings, Map.of());
                });
        Services services = new Services() {
            @Override
            public <S> Optional<S> find(Class<S> contract) {
                return contract == Runs.class
                        ? Optional.of(contract.cast(engine))
                        : contract == Experiments.class ? Optional.of(contract.cast(experiments)) : Optional.empty();
            }
        };
        var session = new Session(services, new PrintStream(out), new PrintStream(err), false, key -> null, null, true);
        return new Program(session).run(List.of(arguments));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString().replace(System.lineSeparator(), "\n");
    }
}
