/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunRequest;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.api.run.Seal;
import isotherm.api.run.SeriesReport;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several seeds in one command, and runs side by side; with a made-up engine that gives each seed its numbers. */
class SeveralRunsTest {
    /** AUROC by seed, of the one test set. */
    private static final Map<Integer, Double> AUROC = Map.of(0, 0.9, 1, 0.92, 2, 0.97);

    @TempDir
    Path folder;

    private final Map<String, RunInfo> runs = new LinkedHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Path> reported = new ArrayList<>();
    private int failing = -1;
    private String testSet = "svhn";
    private boolean evaluates = true;

    @Test
    void severalSeedsGiveMeanAndDeviation() throws Exception {
        assertEquals(0, run("run", "demo", "epochs=3", "--seeds", "0,1,2", "--quiet"));
        assertEquals(List.of("demo-0", "demo-1", "demo-2"), List.copyOf(runs.keySet()));
        assertTrue(text(out).contains("seed 2, run 3 of 3\n"), text(out));
        // mean 0.93; deviations -0.03, -0.01, 0.04: squares 0.0026, over 2, root 0.0360555
        assertTrue(
                text(out)
                        .contains("mean ± standard deviation over 3 seeds\n"
                                + "DATA SET  SCORE         AUROC %  AUPR-in %  AUPR-out %  FPR95 (ID+) %  FPR95 (OOD+) %  ERROR %\n"
                                + "svhn      heatmap  93.00 ± 3.61          –           –              –               –        –\n"
                                + "average   heatmap  93.00 ± 3.61          –           –              –               –        –\n"
                                + "summary: "),
                text(out));
        JsonNode summary = new ObjectMapper()
                .readTree(folder.resolve("demo-0-seeds/summary.json").toFile());
        assertEquals("[0,1,2]", summary.path("seeds").toString());
        assertEquals("[\"demo-0\",\"demo-1\",\"demo-2\"]", summary.path("runs").toString());
        assertEquals(100, summary.at("/results/0/n_ood").asInt());
        assertEquals(0.93, summary.at("/results/0/auroc/mean").asDouble(), 1e-12);
        assertEquals(
                Math.sqrt(0.0013),
                summary.at("/average/0/auroc/standard_deviation").asDouble(),
                1e-12);
        assertEquals("[0.9,0.92,0.97]", summary.at("/results/0/auroc/values").toString());
        assertFalse(summary.at("/results/0").has("intervals"), summary::toString);
        assertEquals(
                "[[0.1,0.2],[0.1,0.2],[0.1,0.2]]",
                summary.at("/results/0/auroc/intervals").toString());
        assertFalse(summary.at("/average/0/auroc").has("intervals"), "an average has none");
        assertEquals(
                "[\"../demo-0\",\"../demo-1\",\"../demo-2\"]",
                summary.path("folders").toString());
        assertEquals(List.of(folder.resolve("demo-0-seeds")), reported);
        assertTrue(text(out).contains("report:  " + folder.resolve("demo-0-seeds/report.html") + "\n"), text(out));
    }

    @Test
    void jsonIsOneValueForAllSeeds() throws Exception {
        assertEquals(0, run("run", "demo", "--seeds=1,2", "--json", "--quiet"));
        JsonNode json = new ObjectMapper().readTree(text(out));
        assertEquals("", text(err));
        assertEquals(0.945, json.at("/seeds/results/0/auroc/mean").asDouble(), 1e-12);
        assertTrue(Files.exists(Path.of(json.path("summary").asText())));
    }

    @Test
    void aSeedThatFailsEndsTheSeries() throws Exception {
        failing = 1;
        assertEquals(1, run("run", "demo", "--seeds=0,1,2", "--quiet"));
        assertEquals(List.of("demo-0", "demo-1"), List.copyOf(runs.keySet()));
        assertEquals(
                "isotherm: run demo-1 failed: out of luck – go on with 'isotherm resume demo-1'\n"
                        + "isotherm: not begun: seed 2 – 'isotherm compare RUN… --mean' takes the mean of runs, however they"
                        + " were started\n",
                text(err));
        assertFalse(Files.exists(folder.resolve("demo-0-seeds")));
    }

    @Test
    void trainingAloneHasNothingToTakeAMeanOf() throws Exception {
        evaluates = false;
        assertEquals(0, run("train", "demo", "--seeds=0,1", "--quiet"));
        assertEquals(2, runs.size());
        assertFalse(Files.exists(folder.resolve("demo-0-seeds")));
    }

    @Test
    void seedsAreTwoOrMoreAndDiffer() {
        for (List<String> wrong : List.of(
                List.of("--seeds=1"),
                List.of("--seeds=1,1"),
                List.of("--seeds=1,2", "seed=3"),
                List.of("--seeds=a,b"))) {
            var line = new ArrayList<>(List.of("run", "demo"));
            line.addAll(wrong);
            assertEquals(2, run(line.toArray(String[]::new)), wrong::toString);
            assertTrue(text(err).contains("seeds"), text(err));
        }
        assertTrue(runs.isEmpty());
    }

    @Test
    void runsAreShownSideBySide() throws Exception {
        run("run", "demo", "--seeds=0,1", "--quiet");
        assertEquals(0, run("compare", "demo-0", "demo-1"), () -> text(err));
        assertEquals(
                "SETTING  demo-0  demo-1\n"
                        + "seed          0       1\n"
                        + "\n"
                        + "DATA SET  SCORE    METRIC, %  demo-0  demo-1\n"
                        + "svhn      heatmap  auroc       90.00   92.00\n"
                        + "average   heatmap  auroc       90.00   92.00\n",
                text(out));
        assertEquals(0, run("compare", "demo-0", "demo-1", "--json"));
        JsonNode json = new ObjectMapper().readTree(text(out));
        assertEquals("[\"0\",\"1\"]", json.at("/settings/seed").toString());
        assertEquals("[0.9,0.92]", json.at("/results/0/values").toString());
        assertEquals("svhn", json.at("/results/0/dataset").asText());
        assertEquals("demo-1", json.at("/runs/1/run").asText());

        assertEquals(0, run("compare", "demo-0", "demo-1", "--mean"));
        assertTrue(text(out).contains("svhn      heatmap  91.00 ± 1.41"), text(out));

        reported.clear();
        Path made = folder.resolve("a/new/folder");
        assertEquals(0, run("compare", "demo-0", "demo-1", "--mean", "--out", made.toString()));
        JsonNode summary =
                new ObjectMapper().readTree(made.resolve("summary.json").toFile());
        assertEquals(
                "[\"../../../demo-0\",\"../../../demo-1\"]",
                summary.path("folders").toString());
        assertEquals(List.of(made), reported);
        assertTrue(text(out).contains("summary: " + made.resolve("summary.json") + "\n"), text(out));
        assertEquals(2, run("compare", "demo-0", "demo-1", "--out", made.toString()));
        assertTrue(text(err).startsWith("isotherm: --out goes with --mean"), text(err));
    }

    @Test
    void whatCannotBeComparedIsRefused() throws Exception {
        run("run", "demo", "--seeds=0,1", "--quiet");
        refused("the runs have no metric named 'aurok' – did you mean 'auroc'?", "--metric=aurok", "demo-0", "demo-1");
        refused("the runs have no score named 'heat'", "--score=heat", "demo-0", "demo-1");
        refused("one run has nothing to be compared with", "demo-0");
        refused("a run is named twice", "demo-0", "demo-1", "demo-0");
        testSet = "texture";
        run("run", "demo", "seed=2", "--quiet");
        refused("run demo-2 has other test sets or scores than run demo-0", "demo-0", "demo-2", "--mean");
        assertEquals(0, run("compare", "demo-0", "demo-2"));
        assertTrue(text(out).contains("texture   heatmap  auroc           –   97.00"), text(out));
        Files.delete(folder.resolve("demo-1/metrics.json"));
        refused("run demo-1 has no results", "demo-0", "demo-1");
    }

    @Test
    void aChangedDigitIsToldAndARunWithoutSealsIsNamed() throws Exception {
        run("run", "demo", "--seeds=0,1", "--quiet");
        assertEquals(0, run("compare", "demo-0", "demo-1"));
        for (String id : List.of("demo-0", "demo-1")) {
            assertTrue(text(err).contains("run " + id + " was made before files were sealed"), text(err));
            for (String name : List.of("run.json", "metrics.json")) {
                Path file = folder.resolve(id).resolve(name);
                Files.writeString(file, Seal.json(Files.readString(file)));
            }
        }
        assertEquals(0, run("compare", "demo-0", "demo-1"));
        assertEquals("", text(err));
        for (String name : List.of("run.json", "metrics.json")) {
            Path file = folder.resolve("demo-1").resolve(name);
            String sound = Files.readString(file);
            Files.writeString(file, sound.replaceFirst("1", "3"));
            refused(file + " is damaged: its content does not fit its seal", "demo-0", "demo-1");
            Files.writeString(file, sound);
        }
    }

    @Test
    void theSummaryIsSealed() throws Exception {
        run("run", "demo", "--seeds=0,1", "--quiet");
        Path summary = folder.resolve("demo-0-seeds/summary.json");
        assertTrue(Seal.check(summary, Files.readAllBytes(summary), ""));
    }

    private void refused(String words, String... arguments) {
        var line = new ArrayList<>(List.of("compare"));
        line.addAll(List.of(arguments));
        assertEquals(1, run(line.toArray(String[]::new)));
        assertTrue(text(err).startsWith("isotherm: " + words), text(err));
        assertEquals("", text(out));
    }

    private RunHandle start(RunRequest request) {
        int seed = Integer.parseInt(request.overrides().get("seed"));
        String id = "demo-" + seed;
        boolean fails = seed == failing;
        var info = new RunInfo(
                id,
                "demo",
                fails ? RunState.FAILED : RunState.COMPLETED,
                Stage.REPORT,
                fails ? "out of luck" : "",
                folder.resolve(id));
        runs.put(id, info);
        try {
            Files.createDirectories(info.folder());
            Files.writeString(
                    info.folder().resolve("run.json"),
                    "{\"settings\":{\"description\":\"d\",\"epochs\":\"3\",\"seed\":\"" + seed + "\"}}");
            if (evaluates) {
                Files.writeString(info.folder().resolve("metrics.json"), metrics(id, seed));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return (RunHandle) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RunHandle.class}, (proxy, method, args) -> info);
    }

    private String metrics(String id, int seed) {
        return """
                {"run": "%s", "experiment": "demo", "preset": "corrected", "seed": %d, "results": [{"dataset": "%s",
                "score": "heatmap", "n_id": 50, "n_ood": 100, "auroc": %s, "intervals": {"auroc": [0.1, 0.2]}}],
                "average": [{"score": "heatmap", "auroc": %s}]}
                """
                .formatted(id, seed, testSet, AUROC.get(seed), AUROC.get(seed));
    }

    private RunInfo find(String id) {
        return Optional.ofNullable(runs.get(id))
                .orElseThrow(
                        () -> new ProblemException(ReasonCode.NO_SUCH_NAME, id, "no run '" + id + "'", "see list"));
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        var service = (Runs) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Runs.class},
                (proxy, method, args) ->
                        method.getName().equals("find") ? find((String) args[0]) : start((RunRequest) args[0]));
        SeriesReport pages = made -> {
            reported.add(made);
            return made.resolve("report.html");
        };
        Services services = new Services() {
            @Override
            public <S> Optional<S> find(Class<S> contract) {
                return contract == Runs.class
                        ? Optional.of(contract.cast(service))
                        : contract == SeriesReport.class ? Optional.of(contract.cast(pages)) : Optional.empty();
            }
        };
        var session = new Session(services, new PrintStream(out), new PrintStream(err), false, key -> null, null, true);
        return new Program(session).run(List.of(arguments));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString().replace(System.lineSeparator(), "\n");
    }
}
