/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command does its work, through the real command line or, where that takes a moment, in one shell for all of them; with
 * {@code --json} it prints JSON alone.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CommandsIT {
    private static final List<String> IN_SHELL = List.of(
            "list",
            "info",
            "why",
            "run",
            "pretrain",
            "train",
            "evaluate",
            "resume",
            "explain",
            "ablate",
            "compare",
            "report",
            "import",
            "export",
            "datasets",
            "doctor",
            "bench",
            "version");

    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\">");

    @TempDir
    static Path folder;

    private Path run;
    private OpenShell shell;

    @BeforeAll
    void runsFromImagesToAReport() throws Exception {
        JsonNode result = json(TinyDemo.line("run", "snapshot.every=2", "--json", "--quiet"));
        run = Path.of(result.path("folder").asText());
        assertEquals("COMPLETED", result.path("state").asText());
        assertTrue(result.at("/metrics/results/0/auroc").isNumber(), result::toString);
        assertTrue(Files.exists(Path.of(result.path("report").asText())));
        var picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(picture, "png", folder.resolve("black.png").toFile());
        shell = new OpenShell(folder);
    }

    @AfterAll
    void leaveTheShell() throws Exception {
        if (shell != null) {
            shell.close();
        }
    }

    @Test
    void list() throws Exception {
        JsonNode runs = shown("list run --json");
        assertTrue(runs.findValuesAsText("run").contains(run.getFileName().toString()), runs::toString);
        assertTrue(shown("list --json").findValuesAsText("name").containsAll(List.of("energy", "deconv", "shapes")));
    }

    @Test
    void info() throws Exception {
        assertEquals("experiment", shown("info demo --json").at("/0/kind").asText());
    }

    @Test
    void why() throws Exception {
        assertEquals(0, shown("why demo --json").size());
    }

    @Test
    void pretrainThenTrainThenEvaluate() throws Exception {
        // another seed, so that nothing is taken over from the first run
        Path pretrained = completed(TinyDemo.line("pretrain", "seed=2", "--json", "--quiet"));
        assertTrue(Files.exists(pretrained.resolve("classifier.safetensors")));
        assertFalse(Files.exists(pretrained.resolve("decoder.safetensors")));
        Path trained = completed(TinyDemo.line("train", "seed=2", "--json", "--quiet"));
        assertTrue(Files.exists(trained.resolve("decoder.safetensors")));
        Path evaluated = completed(TinyDemo.line("evaluate", "seed=2", "--json", "--quiet"));
        assertEquals(
                "classifier and decoder of run " + trained.getFileName(),
                TinyDemo.json(evaluated.resolve("run.json")).path("reused").asText());
        assertTrue(Files.exists(evaluated.resolve("metrics.json")));
    }

    @Test
    void resume() throws Exception {
        Files.delete(run.resolve("report.html"));
        assertEquals(run, completed("resume", run.getFileName().toString(), "--json", "--quiet"));
        assertTrue(Files.exists(run.resolve("report.html")));
    }

    @Test
    void severalSeedsThenCompare() throws Exception {
        String classifier = "classifier=" + run.getFileName();
        JsonNode series = json(TinyDemo.line("run", classifier, "--seeds=3,4", "bootstrap=20", "--json", "--quiet"));
        Path place = Path.of(series.path("summary").asText());
        assertTrue(place.getParent().getFileName().toString().endsWith("-seeds"), place::toString);
        var summary = (ObjectNode) TinyDemo.json(place);
        // where the runs lie, seen from the file, is of no use anywhere else
        assertEquals(2, summary.remove("folders").size());
        assertTrue(summary.remove("seal").asText().startsWith("sha256:"));
        assertEquals(series.path("seeds"), summary);
        JsonNode auroc = summary.at("/results/0/auroc");
        double one = auroc.at("/values/0").asDouble(),
                other = auroc.at("/values/1").asDouble();
        assertEquals((one + other) / 2, auroc.path("mean").asDouble(), 1e-12);
        assertEquals(
                Math.abs(one - other) / Math.sqrt(2),
                auroc.path("standard_deviation").asDouble(),
                1e-12);
        assertEquals(2, auroc.path("intervals").size());
        assertLeadsToReports(Path.of(series.path("report").asText()), auroc);
        String first = summary.at("/runs/0").asText(),
                second = summary.at("/runs/1").asText();
        assertFalse(Files.exists(folder.resolve("runs").resolve(second).resolve("pretrain.csv")));

        JsonNode compared = shown("compare " + first + " " + second + " --json");
        assertEquals("[\"3\",\"4\"]", compared.at("/settings/seed").toString());
        assertEquals(1, compared.path("settings").size(), compared::toString);
        assertEquals(summary, shown("compare " + first + " " + second + " --mean --json"));
    }

    /** The series' page says the mean, and has a link to the report of either run. */
    private static void assertLeadsToReports(Path page, JsonNode auroc) throws IOException {
        String text = Files.readString(page);
        List<Path> reports = LINK.matcher(text)
                .results()
                .map(link -> page.resolveSibling(link.group(1)).normalize())
                .toList();
        assertEquals(2, reports.size(), text);
        reports.forEach(report -> assertTrue(Files.isRegularFile(report), report::toString));
        String mean = "%.2f".formatted(100 * auroc.path("mean").asDouble());
        assertTrue(text.contains(mean + " ± "), text);
    }

    @Test
    void aTrainingIsEvaluatedAtAnotherOfItsEpochs() throws Exception {
        Path other = completed(TinyDemo.line("evaluate", "checkpoint=2", "--json", "--quiet"));
        assertEquals(
                "classifier and decoder of epoch 2 of run " + run.getFileName(),
                TinyDemo.json(other.resolve("run.json")).path("reused").asText());
        assertFalse(TinyDemo.metrics(run).equals(TinyDemo.metrics(other)));
    }

    @Test
    void report() throws Exception {
        JsonNode report = shown("report " + run.getFileName() + " --json");
        assertEquals(
                run.resolve("report.html").toString(), report.path("report").asText());
    }

    @Test
    void explain() throws Exception {
        JsonNode found =
                json("explain", run.getFileName().toString(), "black.png", "black.png", "--out", "pictures", "--json");
        assertEquals(2, found.size());
        assertTrue(found.at("/1/score").isNumber(), found::toString);
        assertTrue(ImageIO.read(folder.resolve(found.at("/1/overlay").asText()).toFile())
                        .getWidth()
                > 0);
    }

    @Test
    void importing() throws Exception {
        JsonNode settings = TinyDemo.json(run.resolve("run.json")).path("settings");
        var line = new ArrayList<>(
                List.of("import", run.resolve("classifier.safetensors").toString()));
        line.addAll(List.of("--backbone", settings.path("backbone").asText(), "--as", "mine", "--json"));
        for (String option : settings.path("backbone.options").asText().split(";")) {
            line.addAll(option.isEmpty() ? List.of() : List.of("--option", option));
        }
        assertEquals("mine", json(line.toArray(String[]::new)).path("name").asText());
        assertTrue(Files.exists(folder.resolve("runs/.classifiers/mine.safetensors")));

        String decoder = run.resolve("decoder.safetensors").toString();
        line = new ArrayList<>(List.of("import", decoder, "--classifier", "mine", "--as", "hers", "--json"));
        line.addAll(List.of("--decoder", settings.path("decoder").asText()));
        for (String option : settings.path("decoder.options").asText().split(";")) {
            line.addAll(List.of("--option", option));
        }
        assertEquals("hers", json(line.toArray(String[]::new)).path("name").asText());
        assertEquals(List.of("mine", "hers"), shown("list weights --json").findValuesAsText("name"));
        Path evaluated =
                completed(TinyDemo.line("evaluate", "classifier=mine", "decoder.weights=hers", "--json", "--quiet"));
        assertEquals(
                TinyDemo.json(run.resolve("metrics.json")).path("results"),
                TinyDemo.json(evaluated.resolve("metrics.json")).path("results"));
    }

    @Test
    void exporting() throws Exception {
        JsonNode written = shown("export " + run.getFileName() + " --to exported --json");
        assertEquals(2, written.path("files").size(), written::toString);
        assertTrue(Files.size(folder.resolve("exported/classifier.safetensors")) > 10_000);
        assertTrue(Files.size(folder.resolve("exported/decoder.safetensors")) > 10_000);
    }

    @Test
    void datasets() throws Exception {
        Path file = folder.resolve("mine/svhn/test_32x32.mat");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "no digits");
        JsonNode answer = json("datasets", "--data", "mine", "--json");
        assertEquals(
                folder.toRealPath().resolve("mine").toString(),
                answer.path("folder").asText());
        for (JsonNode dataset : answer.path("datasets")) {
            boolean there = dataset.path("name").asText().equals("SVHN");
            assertEquals(there ? "found" : "missing", dataset.path("state").asText(), dataset::toString);
        }
        assertEquals(
                "found",
                json("datasets", "fetch", "svhn", "--data", "mine", "--json")
                        .path("state")
                        .asText());
    }

    @Test
    void doctor() throws Exception {
        JsonNode doctor = shown("doctor --json");
        assertEquals(0, doctor.path("problems").size(), doctor::toString);
        assertEquals("CPU", doctor.at("/facts/backend live").asText());
    }

    @Test
    void bench() throws Exception {
        JsonNode measured =
                json("bench", "encoder-resnet20", "--in-process", "--rounds=1", "--reps=1", "--warm-up=0", "--json");
        assertTrue(measured.at("/results/0/median").asDouble() > 0, measured::toString);
    }

    @Test
    void version() throws Exception {
        assertTrue(shown("version --json").path("version").asText().matches("[0-9]+\\.[0-9]+.*"));
    }

    @Test
    void helpNamesEveryCommand() throws Exception {
        var help = Isotherm.run(folder, "--help");
        assertEquals("", help.err());
        assertEquals(0, help.status());
        for (String command : IN_SHELL) {
            assertTrue(help.out().matches("(?s).*\n  " + command + " +[A-Z].*"), command + " in " + help.out());
        }
        var shell = Isotherm.run(folder, "shell", "--help");
        assertTrue(shell.out().startsWith("Usage: isotherm shell"), shell::out);
        assertEquals(0, shell.status());
    }

    @Test
    void theShellDoesAllOfItAndHelpsWithAllOfIt() throws Exception {
        String id = run.getFileName().toString();
        var script = new ArrayList<String>();
        IN_SHELL.forEach(command -> script.add(command + " --help"));
        script.addAll(List.of(
                "list run",
                "info " + id,
                "why demo",
                "report " + id,
                "explain " + id + " black.png --out shown",
                "version",
                "bench --list",
                "datasets",
                "doctor"));
        var shell = inShell(script);
        assertEquals("", shell.err());
        assertEquals(0, shell.status());
        for (String command : IN_SHELL) {
            assertTrue(shell.out().contains("Usage: isotherm " + command), command + " in " + shell.out());
        }
        for (String said : List.of(
                "COMPLETED",
                "kind         run",
                "demo is ready to run",
                "report: " + run.resolve("report.html"),
                "VERDICT",
                "data folder: ",
                "all is well")) {
            assertTrue(shell.out().contains(said), said + " in " + shell.out());
        }
    }

    @Test
    void theShellRefusesAsTheCommandLineDoes() throws Exception {
        var refusals = Map.of(
                List.of("bench", "decoder-resnet81"),
                "there is no benchmark 'decoder-resnet81' – did you mean 'decoder-resnet18'\\?",
                List.of("bench", "--rounds=0"),
                ".*--rounds.*",
                List.of("bench", "encoder-resnet20", "--warm-up=0", "--peer", "sh no-such-peer.sh"),
                "the peer 'sh no-such-peer.sh' ended with status [0-9]+: .*");
        for (var refusal : refusals.entrySet()) {
            List<String> wrong = refusal.getKey();
            var line = Isotherm.run(folder, wrong.toArray(String[]::new));
            assertTrue(line.status() > 0, line::err);
            String last = line.err().strip().replaceAll("(?s).*\n", "");
            assertTrue(last.matches("isotherm: " + refusal.getValue()), line::err);
            // what a process prints to its two streams, the shell's terminal shows together
            String said = shell.ask(OpenShell.line(wrong) + " && version");
            assertTrue(said.contains(last) && !said.contains("isotherm 1."), () -> line.err() + said);
        }
        assertEquals(1, inShell(List.of("bench decoder-resnet81 && version")).status());
    }

    private Isotherm.Result inShell(List<String> script) throws Exception {
        var shell = Isotherm.start(folder, "shell");
        try (var in = shell.process().outputWriter()) {
            for (String line : script) {
                in.write(line + "\n");
            }
        }
        return shell.await();
    }

    /** The folder of a run that a command completed. */
    private Path completed(String... line) throws Exception {
        JsonNode result = json(line);
        assertEquals("COMPLETED", result.path("state").asText());
        return Path.of(result.path("folder").asText());
    }

    /** What a command prints in the shell, whose terminal shows both streams: JSON, and nothing besides. */
    private JsonNode shown(String line) throws Exception {
        return new ObjectMapper().readTree(shell.ask(line));
    }

    /** What a command prints: JSON, and nothing besides. */
    private JsonNode json(String... line) throws IOException, InterruptedException {
        var result = Isotherm.run(folder, line);
        assertEquals("", result.err());
        assertEquals(0, result.status(), result::out);
        return new ObjectMapper().readTree(result.out());
    }
}
