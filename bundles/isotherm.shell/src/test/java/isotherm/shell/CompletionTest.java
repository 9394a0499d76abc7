/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.bench.Benchmarks;
import isotherm.api.run.Classifiers;
import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Runs;
import isotherm.api.run.Stage;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** What the shell completes, and that there is help for all that can be given. */
class CompletionTest {
    /** Names that nobody has given yet, or that only a file tells. */
    private static final Set<String> OWN = Set.of("import --as", "compare --metric");

    private final FakeServices services = new FakeServices();
    private final List<String> experiments = new ArrayList<>(List.of("demo", "mine"));

    @BeforeEach
    void fakes() {
        services.fake(Extensions.class, (method, args) -> {
            var point = (ExtensionPoint) args[0];
            return List.of(new Extension(point, "a-" + point.key(), "b", "1.0.0", 7, 0, "c", false));
        });
        var settings = new LinkedHashMap<String, String>();
        settings.put("epochs", "3");
        settings.put("seed", "1");
        services.fake(Experiments.class, (method, args) -> switch (method) {
            case "names" -> List.copyOf(experiments);
            case "switches" -> List.of("augmentation");
            default -> new Experiment("demo", "", "corrected", settings, Map.of());
        });
        services.fake(
                Runs.class,
                (method, args) -> List.of(
                        new RunInfo("20260101-demo", "demo", RunState.COMPLETED, Stage.EVALUATE, "", Path.of("r"))));
        services.fake(Classifiers.class, (method, args) -> List.of("imported"));
        services.fake(Benchmarks.class, (method, args) -> Map.of("encoder-resnet20", "a line"));
    }

    @ParameterizedTest
    @CsvSource({
        "list, dataset backbone encoder target decoder score metric experiment run weights",
        "info, a-backbone a-dataset a-decoder a-encoder a-metric a-score a-target demo mine 20260101-demo",
        "why, demo mine",
        "run, demo mine",
        "run --quiet, demo mine",
        "run --seeds 1;2, demo mine",
        "run demo, epochs= seed=",
        "run demo epochs=3, epochs= seed=",
        "pretrain, demo mine",
        "pretrain demo --schedule, plateau cosine constant steps",
        "train, demo mine",
        "evaluate, demo mine",
        "ablate, demo mine",
        "ablate demo --switches, augmentation",
        "ablate demo --score, a-score",
        "resume, 20260101-demo latest",
        "report, 20260101-demo latest",
        "export, 20260101-demo latest",
        "compare, 20260101-demo latest",
        "compare latest, 20260101-demo latest",
        "compare --score, a-score",
        "import x.pt --backbone, a-backbone",
        "import x.pt --decoder, a-decoder",
        "import x.pt --decoder a-decoder --classifier, imported 20260101-demo",
        "bench, encoder-resnet20",
        "explain, 20260101-demo latest",
    })
    void namesThatAreThereAreOffered(String before, String names) {
        assertEquals(
                new TreeSet<>(List.of(names.split(" "))),
                new TreeSet<>(place(before).names()));
    }

    @ParameterizedTest
    @CsvSource({"datasets", "datasets fetch"})
    void dataSetsAreFetchedByName(String before) {
        var names = place(before).names();
        assertTrue(names.contains(before.equals("datasets") ? "fetch" : "cifar-10"), names::toString);
    }

    @ParameterizedTest
    @CsvSource({"import", "explain latest", "explain latest a.png", "explain latest --out", "export latest --to"})
    void filesAreFiles(String before) {
        assertTrue(place(before).path());
        assertEquals(List.of(), place(before).names());
    }

    @ParameterizedTest
    @CsvSource({"doctor", "resume latest", "why demo --verbose --data", "nothing", "version"})
    void nothingIsOfferedWhereNoNameIsDue(String before) {
        assertEquals(List.of(), place(before).names());
    }

    @Test
    void aNameIsOfferedFromTheMomentItIsThere() {
        assertFalse(place("why").names().contains("late"));
        experiments.add("late");
        assertTrue(place("why").names().contains("late"));
        services.remove(Experiments.class);
        assertEquals(List.of(), place("why").names());
    }

    /** A command cannot be added without its help, nor an argument that is a name without its names. */
    @Test
    void everyCommandHasHelpAndEveryNameIsCompleted() {
        var silent = new TreeSet<String>();
        var uncompleted = new TreeSet<String>();
        commands().forEach((name, command) -> {
            if (GogoHelp.description(command).isBlank()) {
                silent.add(name);
            }
            for (ArgSpec argument : command.getCommandSpec().args()) {
                String label = argument.isOption()
                        ? ((CommandLine.Model.OptionSpec) argument).longestName()
                        : argument.paramLabel();
                if (argument.description().length == 0) {
                    silent.add(name + " " + label);
                }
                if (argument.paramLabel().matches("NAME|EXPERIMENT|RUN|KIND|CASE|key=value")
                        && !label.equals("--option")
                        && argument.completionCandidates() == null) {
                    uncompleted.add(name + " " + label);
                }
            }
        });
        assertEquals(Set.of(), silent);
        assertEquals(OWN, uncompleted);
    }

    private Completion place(String before) {
        return Completion.after(commands(), List.of(before.split(" ")));
    }

    private Map<String, CommandLine> commands() {
        return new Program(new Session(services, System.out, System.err, false, key -> null, null, true)).commands();
    }
}
