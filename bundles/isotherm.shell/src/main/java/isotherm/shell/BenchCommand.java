/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.bench.Benchmarks;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures throughput, in processes of its own and in turns with a peer, so that a drift of the machine meets both. */
@Command(name = "bench", description = "Measure how fast networks run and train, beside a peer on request.")
final class BenchCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            arity = "0..*",
            paramLabel = "CASE",
            completionCandidates = Names.OfBenchmarks.class,
            description = "what to measure; everything where none is given")
    private List<String> cases = List.of();

    @Option(names = "--list", description = "only say what can be measured")
    private boolean list;

    @Option(
            names = "--peer",
            paramLabel = "COMMAND",
            description =
                    "a program, with its arguments in the same word, that is run in turns with Isotherm: it gets the"
                            + " case's name, --threads N and --reps N, and prints 'CASE RATE img/s'")
    private String peer;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "processes a case; default 5")
    private int rounds;

    @Option(names = "--reps", paramLabel = "N", defaultValue = "7", description = "repetitions a process; default 7")
    private int repetitions;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "untimed repetitions before, for so long; default 5")
    private double warmUp;

    @Option(
            names = "--in-process",
            description = "measure in this process, where peak memory includes all cases so far")
    private boolean inProcess;

    @Option(names = "--out", paramLabel = "FILE", defaultValue = "bench.json", description = "default bench.json")
    private Path file;

    @Spec
    private CommandSpec spec;

    BenchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        check("--rounds", rounds);
        check("--reps", repetitions);
        if (!(warmUp >= 0 && warmUp <= 3600)) {
            throw new ParameterException(spec.commandLine(), "--warm-up must be 0 to 3600 seconds");
        }
        Benchmarks benchmarks = session.services.get(Benchmarks.class);
        Map<String, String> known = benchmarks.workloads();
        if (list) {
            print(known);
            return Program.OK;
        }
        for (String one : cases) {
            if (!known.containsKey(one)) {
                throw new ProblemException(
                        ReasonCode.NO_SUCH_NAME,
                        one,
                        "there is no benchmark '" + one + "'",
                        NearestName.hint(one, known.keySet()));
            }
        }
        if (!session.json()) {
            checkFile();
        }
        List<String> wanted = cases.isEmpty() ? List.copyOf(known.keySet()) : cases;
        Duration warm = Duration.ofMillis(Math.round(warmUp * 1000));
        BenchSource ours = inProcess
                ? name -> benchmarks.measure(name, repetitions, warm)
                : new BenchFork(session.properties, repetitions, warmUp);
        BenchPeer other = peer == null ? null : new BenchPeer(peer, repetitions);
        List<BenchComparison> results = new ArrayList<>();
        for (String one : wanted) {
            results.add(measure(one, ours, benchmarks.hasPeer(one) ? other : null));
        }
        print(results);
        return Program.OK;
    }

    /** Before the minutes are spent. */
    private void checkFile() {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isWritable(Files.exists(file) ? file : folder) || Files.isDirectory(file)) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID,
                    file.toString(),
                    file + " cannot be written",
                    "give another file with --out");
        }
    }

    private void check(String option, int value) {
        if (value < 1 || value > 1000) {
            throw new ParameterException(spec.commandLine(), option + " must be 1 to 1000");
        }
    }

    /** Who begins changes from round to round; the peer begins the first, since more can be wrong with it. */
    private BenchComparison measure(String one, BenchSource ours, BenchPeer other) throws InterruptedException {
        List<BenchRound> done = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            say(one + ", round " + round + " of " + rounds);
            double before = other != null && round % 2 == 1 ? other.rate(one) : Double.NaN;
            var measured = ours.measure(one);
            double after = other != null && round % 2 == 0 ? other.rate(one) : Double.NaN;
            done.add(new BenchRound(measured, Double.isNaN(before) ? after : before));
        }
        return new BenchComparison(one, done);
    }

    private void say(String line) {
        if (!session.json()) {
            session.err.println(line);
        }
    }

    private void print(Map<String, String> known) {
        if (session.json()) {
            session.printJson(known);
            return;
        }
        Table table = new Table("CASE", "");
        known.forEach(table::row);
        table.print(session.out);
    }

    private void print(List<BenchComparison> results) {
        Map<String, Object> json = BenchView.json(results, peer);
        if (session.json()) {
            session.printJson(json);
            return;
        }
        BenchView.table(results).print(session.out);
        try {
            session.writeJson(file, json);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
        session.out.println("every measurement is in " + file);
    }
}
