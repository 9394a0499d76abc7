/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.Classifiers;
import isotherm.api.run.Decoders;
import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.run.Explainer;
import isotherm.api.run.Exporter;
import isotherm.api.run.Progress;
import isotherm.api.run.ReportWriter;
import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.RunRequest;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command through the parser, with fakes of the services: what is printed, where, and the exit status. */
class ProgramTest {
    @TempDir
    Path folder;

    private final FakeServices services = new FakeServices();
    private final List<Problem> problems = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private RunState state = RunState.COMPLETED;
    private RunRequest started;

    @BeforeEach
    void fakes() {
        services.fake(
                Extensions.class,
                (name, args) -> args[0] == ExtensionPoint.BACKBONE
                        ? List.of(new Extension(ExtensionPoint.BACKBONE, "resnet18", "b", "1.0.0", 7, 0, "c", false))
                        : List.of());
        services.fake(Experiments.class, (name, args) -> switch (name) {
            case "names" -> List.of("demo");
            default -> new Experiment(
                    "demo",
                    "a demo",
                    "corrected",
                    Map.of("epochs", "3"),
                    Map.of(ExtensionPoint.BACKBONE, List.of("resnet18")));
        });
        services.fake(Diagnosis.class, (name, args) -> problems);
        services.fake(
                Classifiers.class,
                (name, args) -> args == null ? List.of("c1") : "imported " + args[3] + " with " + args[2]);
        services.fake(Exporter.class, (name, args) -> List.of(((Path) args[1]).resolve(args[0] + ".safetensors")));
        services.fake(
                Decoders.class, (name, args) -> args == null ? List.of("d1") : "imported " + args[2] + ": " + args[1]);
        services.put(Explainer.class, new Explainer() {
            @Override
            public List<Explanation> explain(String runId, List<Path> images, Path out) {
                return List.of(new Explanation(Path.of("a.png"), "cat", 0.25, 0.1, true, Path.of("o.png")));
            }

            @Override
            public List<String> remarks(String runId) {
                return List.of("other plug-ins explain it");
            }
        });
        services.fake(Runs.class, (name, args) -> switch (name) {
            case "list" -> List.of(info());
            case "find" -> find((String) args[0]);
            case "start" -> start((RunRequest) args[0], (RunListener) args[1]);
            default -> start(null, (RunListener) args[1]);
        });
    }

    @Test
    void listsAsTableAndAsJson() throws Exception {
        assertEquals(0, run("list"));
        assertTrue(text(out).contains("backbone  resnet18  b       1.0.0"), text(out));
        assertEquals(
                "resnet18",
                json("list", "backbone", "--json").get(0).get("name").asText());
        assertEquals(
                "demo", json("--json", "list", "experiment").get(0).get("name").asText());
        assertEquals(
                "COMPLETED", json("list", "run", "--json").get(0).get("state").asText());
    }

    @Test
    void informsOnPlugInExperimentAndRun() throws Exception {
        assertEquals(
                "backbone",
                json("info", "resnet18", "--json").get(0).get("kind").asText());
        assertEquals(
                "3",
                json("info", "demo", "--json")
                        .get(0)
                        .get("settings")
                        .get("epochs")
                        .asText());
        assertEquals("run", json("info", "r1", "--json").get(0).get("kind").asText());
        assertEquals(0, run("info", "demo"));
        assertTrue(text(out).contains("epochs"), text(out));
        assertEquals(1, run("info", "resnet81"));
        assertEquals(
                "isotherm: there is no plug-in, experiment or run 'resnet81' – did you mean 'resnet18'?\n", text(err));
    }

    @Test
    void whyExitsWithOneWhereThereAreProblems() throws Exception {
        assertEquals(0, run("why", "demo", "epochs=3"));
        assertEquals("demo is ready to run\n", text(out));
        problems.add(new Problem(ReasonCode.DATA_MISSING, "x", "no x", "fetch x"));
        assertEquals(1, run("why", "demo"));
        assertEquals("DATA_MISSING  no x – fetch x\n", text(out));
    }

    @Test
    void whyPrintsForMachinesWhoIsToBlameAsWell() throws Exception {
        problems.add(new Problem(ReasonCode.PROVIDER_UNSATISFIED, "x", "x waits for y", "start y").of("a.bundle", "y"));
        assertEquals(1, run("why", "demo", "--json"));
        assertEquals(
                "[{\"code\":\"PROVIDER_UNSATISFIED\",\"subject\":\"x\",\"cause\":\"x waits for y\",\"cure\":\"start y\","
                        + "\"bundle\":\"a.bundle\",\"reference\":\"y\",\"hinders\":true}]",
                new ObjectMapper().readTree(text(out)).toString());
    }

    @Test
    void aNameThatTwoProvideIsToldAndHindersNothing() throws Exception {
        problems.add(new Problem(ReasonCode.DUPLICATE_NAME, "x", "two bundles provide x", "stop one"));
        assertEquals(0, run("why", "demo"));
        assertEquals("DUPLICATE_NAME  two bundles provide x – stop one\ndemo is ready to run\n", text(out));
    }

    @Test
    void runPrintsProgressResultsAndReport() throws Exception {
        finished();
        assertEquals(0, run("run", "demo", "epochs=3"));
        assertEquals(Map.of("epochs", "3"), started.overrides());
        assertEquals(Set.of(Stage.values()), started.stages());
        assertTrue(text(out).contains("epoch 1/3"), text(out));
        assertTrue(text(out).contains("97.50"), text(out));
        assertTrue(text(out).contains("report: " + folder.resolve("report.html")), text(out));
        assertEquals(0, run("run", "demo", "--quiet"));
        assertFalse(text(out).contains("epoch"), text(out));
    }

    @Test
    void runWithJsonKeepsStandardOutputForTheResult() throws Exception {
        finished();
        JsonNode result = json("run", "demo", "--json");
        assertEquals(
                0.975, result.get("metrics").get("results").get(0).get("auroc").asDouble());
        assertTrue(text(err).contains("epoch 1/3"));
    }

    @Test
    void aFailureWithItsOwnCureIsNotToldAnother() {
        state = RunState.FAILED;
        assertEquals(1, run("train", "demo"));
        assertEquals("isotherm: run r1 failed: no – try another\n", text(err));
    }

    @Test
    void anInterruptedRunSaysHowToResume() {
        state = RunState.INTERRUPTED;
        assertEquals(1, run("train", "demo"));
        assertEquals("isotherm: run r1 was interrupted: backbone left – go on with 'isotherm resume r1'\n", text(err));
        state = RunState.COMPLETED;
        assertEquals(0, run("resume", "latest"));
        assertEquals(0, run("evaluate", "demo"));
        assertEquals(0, run("pretrain", "demo"));
        assertEquals(Set.of(Stage.PRETRAIN), started.stages());
    }

    @Test
    void pretrainHasShortNamesForItsSettings() {
        assertEquals(0, run("pretrain", "demo", "--epochs", "20", "--schedule=cosine", "taps=2", "--seed", "3"));
        assertEquals(
                Map.of("pretrain.epochs", "20", "pretrain.schedule", "cosine", "taps", "2", "seed", "3"),
                started.overrides());
        assertEquals(Set.of(Stage.PRETRAIN), started.stages());
        assertEquals(0, run("pretrain", "demo", "--label-smoothing", "0.1", "--milestones", "60;120"));
        assertEquals(Map.of("pretrain.label.smoothing", "0.1", "pretrain.milestones", "60;120"), started.overrides());
        assertEquals(2, run("pretrain", "demo", "--epochs", "20", "pretrain.epochs=3"));
        assertEquals("isotherm: 'pretrain.epochs' is given twice – see 'isotherm pretrain --help'\n", text(err));
        assertEquals(2, run("pretrain", "demo", "--epoch", "20"));
        assertEquals("isotherm: unknown option '--epoch' – did you mean '--epochs'?\n", text(err));
        assertEquals(2, run("run", "demo", "--epochs", "20"), "of pretrain alone");
    }

    @Test
    void everyShortNameIsOfASettingThatTheConfigurationPageHas() throws IOException {
        assertEquals(0, run("pretrain", "--help"));
        List<String> names = Pattern.compile("--([a-z-]+)=")
                .matcher(text(out))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !Set.of("seeds", "data", "runs", "backend").contains(name))
                .toList();
        assertEquals(15, Set.copyOf(names).size(), names.toString());
        String page = Files.readString(Path.of(System.getProperty("isotherm.root"), "docs/configuration.md"));
        for (String name : names) {
            String key = name.equals("seed") ? name : "pretrain." + name.replace('-', '.');
            assertTrue(page.contains("| `" + key + "` |"), key);
        }
    }

    @Test
    void reportWritesTheReportAnew() throws Exception {
        services.put(ReportWriter.class, (ReportWriter) run -> run.resolve("report.html"));
        assertEquals(0, run("report", "r1"));
        assertEquals("report: " + folder.resolve("report.html") + "\n", text(out));
        assertEquals(
                folder.resolve("report.html").toString(),
                json("report", "r1", "--json").get("report").asText());
        services.put(ReportWriter.class, (ReportWriter) run -> {
            throw new IOException("disk full");
        });
        assertEquals(1, run("report", "r1"));
        assertEquals(
                "isotherm: the report could not be written to " + folder
                        + " (disk full) – check permissions and free disk space\n",
                text(err));
        assertEquals(1, run("report", "r2"));
        assertEquals("isotherm: no run 'r2' – see list run\n", text(err));
    }

    @Test
    void explainsAndImports() throws Exception {
        Path file = Files.writeString(folder.resolve("a.png"), "x");
        assertEquals(0, run("explain", "r1", file.toString(), "--out", folder.toString()));
        assertTrue(text(err).contains("warning: other plug-ins explain it"), text(err));
        assertTrue(text(out).contains("OOD"), text(out));
        assertTrue(json("explain", "r1", file.toString(), "--json")
                .get(0)
                .get("outOfDistribution")
                .asBoolean());
        assertEquals(1, run("explain", "r1", "absent.png"));
        assertEquals(0, run("import", file.toString(), "--backbone", "b", "--as", "n", "--option", "depth=20"));
        assertEquals("imported n with {depth=20}\n", text(out));
        assertEquals(1, run("import", "absent.pt", "--backbone", "b", "--as", "n"));
        assertEquals("isotherm: there is no file absent.pt – check the path\n", text(err));
        assertEquals(2, run("import", file.toString(), "--as", "n"));
    }

    @Test
    void importsADecoderOfAClassifier() throws Exception {
        String file = Files.writeString(folder.resolve("model.pt"), "x").toString();
        assertEquals(
                0,
                run("import", file, "--decoder=d", "--classifier=c", "--as=n", "--taps=4", "--snapshot=149"),
                () -> text(err));
        assertEquals(
                "imported n: DecoderImport[decoder=d, options={}, taps=4, classifier=c, snapshot=149, everyRow=false]\n",
                text(out));
        assertEquals(
                "d",
                json("import", file, "--decoder=d", "--classifier=c", "--as=n", "--json")
                        .get("decoder")
                        .asText());
        assertEquals(2, run("import", file, "--decoder=d", "--as=n"));
        assertEquals("isotherm: a decoder needs --classifier – see 'isotherm import --help'\n", text(err));
        assertEquals(2, run("import", file, "--backbone=b", "--taps=2", "--as=n"));
        assertEquals(2, run("import", file, "--backbone=b", "--decoder=d", "--classifier=c", "--as=n"));
        assertEquals(2, run("import", file, "--as=n"));
        assertEquals(
                "isotherm: --backbone NAME, of a classifier, or --decoder NAME, of a decoder, is needed, and not both – see"
                        + " 'isotherm import --help'\n",
                text(err));
    }

    @Test
    void listsImportedWeights() throws Exception {
        assertEquals(0, run("list", "weights"));
        assertEquals("KIND        NAME\nclassifier  c1\ndecoder     d1\n", text(out));
        assertEquals("d1", json("list", "weights", "--json").at("/1/name").asText());
    }

    @Test
    void exportsARun() throws Exception {
        assertEquals(0, run("export", "r1", "--to", "x"));
        assertEquals("wrote x/r1.safetensors\n", text(out));
        assertEquals(
                "x/r1.safetensors",
                json("export", "r1", "--to=x", "--json").at("/files/0").asText());
        assertEquals(2, run("export", "r1"));
    }

    @Test
    void doctorExaminesBackendAndMachine() throws Exception {
        JsonNode report = json("doctor", "--json");
        assertEquals("CPU", report.get("facts").get("backend live").asText());
        assertTrue(report.get("facts").get("natives").asText().contains("linux-x86_64"), report::toString);
        for (String fact : List.of("compute threads", "off-heap limit", "java", "heap limit", "bundles not active")) {
            assertTrue(report.get("facts").has(fact), fact);
        }
        assertEquals(0, report.get("problems").size());
        problems.add(new Problem(ReasonCode.BUNDLE_UNRESOLVED, "x", "x lacks y", "install y"));
        assertEquals(1, run("doctor"));
        assertTrue(text(out).contains("x lacks y – install y"), text(out));
    }

    @Test
    void usageErrorsExitWithTwoAndTheNearName() {
        usage("isotherm: there is no command 'lst' – did you mean 'list'?\n", "lst");
        usage(
                "isotherm: there is no kind 'backbnoe', did you mean 'backbone'? – see 'isotherm list --help'\n",
                "list",
                "backbnoe");
        usage("isotherm: unknown option '--jsn' – did you mean '--json'?\n", "list", "--jsn");
        usage("isotherm: 'epochs' is not of the form key=value – see 'isotherm run --help'\n", "run", "demo", "epochs");
        assertEquals(2, run());
        assertTrue(text(err).endsWith("isotherm: a command is missing – see 'isotherm --help'\n"), text(err));
        assertEquals(1, run("serve"));
        assertEquals("isotherm: the console is not installed here – start it with 'isotherm serve'\n", text(err));
        assertEquals(1, run("shell"));
    }

    @Test
    void helpAndVersionSucceed() {
        assertEquals(0, run("--help"));
        assertTrue(text(out).contains("doctor"), text(out));
        assertEquals(0, run("run", "--help"));
        assertEquals(0, run("version"));
        assertTrue(text(out).startsWith("isotherm "), text(out));
    }

    @Test
    void anUnexpectedExceptionIsOneLineUnlessVerbose() {
        services.fake(Diagnosis.class, (name, args) -> {
            throw new IllegalStateException("odd");
        });
        assertEquals(1, run("why", "demo"));
        assertEquals("isotherm: IllegalStateException: odd – run again with --verbose\n", text(err));
        assertEquals(1, run("why", "demo", "--verbose"));
        assertTrue(text(err).contains("\tat "), text(err));
        services.fake(Diagnosis.class, (name, args) -> {
            throw new ExceptionInInitializerError("no natives");
        });
        assertEquals(1, run("why", "demo"));
        assertEquals("isotherm: ExceptionInInitializerError: no natives – run again with --verbose\n", text(err));
        services.remove(Diagnosis.class);
        assertEquals(1, run("why", "demo"));
        assertTrue(text(err).startsWith("isotherm: the service Diagnosis is not there"), text(err));
    }

    @Test
    void aCommandThatIsInterruptedSaysThatItWasStopped() throws Exception {
        services.fake(Runs.class, (method, arguments) -> {
            throw new CancellationException("interrupted while x.safetensors was read");
        });
        assertEquals(1, run("list", "run"));
        assertEquals("isotherm: stopped before it was done – give the command again\n", text(err));
    }

    private void usage(String line, String... args) {
        assertEquals(2, run(args));
        assertEquals(line, text(err));
    }

    private void finished() throws Exception {
        Files.writeString(folder.resolve("report.html"), "x");
        Files.writeString(
                folder.resolve("metrics.json"),
                "{\"results\":[{\"dataset\":\"d\",\"score\":\"heatmap\",\"auroc\":0.975}],\"average\":[]}");
    }

    private RunInfo info() {
        String reason =
                state == RunState.INTERRUPTED ? "backbone left" : state == RunState.FAILED ? "no – try another" : "";
        return new RunInfo("r1", "demo", state, Stage.TRAIN, reason, folder);
    }

    private RunInfo find(String id) {
        if (!id.equals("r1")) {
            throw new ProblemException(ReasonCode.NO_SUCH_NAME, id, "no run '" + id + "'", "see list run");
        }
        return info();
    }

    private RunHandle start(RunRequest request, RunListener listener) {
        started = request == null ? started : request;
        listener.progress(info(), new Progress(Stage.TRAIN, "epoch 1/3", 1, 3, 200, 0.5));
        return new RunHandle() {
            @Override
            public RunInfo info() {
                return ProgramTest.this.info();
            }

            @Override
            public RunInfo await() {
                return info();
            }

            @Override
            public void interrupt(String reason) {}
        };
    }

    private JsonNode json(String... args) throws Exception {
        assertEquals(0, run(args), () -> text(err));
        return new ObjectMapper().readTree(text(out));
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return new Program(new Session(
                        services, new PrintStream(out), new PrintStream(err), false, key -> null, null, true))
                .run(List.of(args));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString().replace(System.lineSeparator(), "\n");
    }
}
