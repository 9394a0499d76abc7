/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.bench.Benchmarks;
import isotherm.api.bench.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark command with a service that makes numbers up, and small scripts as peers. */
class BenchCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> calls = new ArrayList<>();
    private int round;

    @Test
    void tellsWhatCanBeMeasured() {
        assertEquals(0, run("bench", "--list"));
        assertEquals("CASE\nfast  a fast one\nslow  a slow one\n", text(out));
    }

    @Test
    void comparesWithThePeerRoundByRound() throws Exception {
        Path peer = script("echo \"$1 $((100 + $(wc -l < calls))) img/s min 1 max 2\"; echo \"$*\" >> calls");
        Files.createFile(folder.resolve("calls"));
        Path file = folder.resolve("out.json");
        assertEquals(
                0,
                run(
                        "bench",
                        "fast",
                        "--in-process",
                        "--rounds",
                        "3",
                        "--reps",
                        "2",
                        "--warm-up",
                        "0.5",
                        "--peer",
                        "sh " + peer,
                        "--out",
                        file.toString()),
                () -> text(err));
        assertEquals(List.of("fast 2 PT0.5S", "fast 2 PT0.5S", "fast 2 PT0.5S"), calls);
        // rounds of 10|30, 20|40, 30|50: medians 20, 30, 40; peer 100, 101, 102
        assertTrue(text(out).contains("fast      30.0  25.0–35.0   101  101–102     0.30        7"), text(out));
        String threads = Integer.toString(BenchPeer.threads());
        assertEquals(
                ("fast --threads " + threads + " --reps 2\n").repeat(3), Files.readString(folder.resolve("calls")));
        var json = new ObjectMapper().readTree(file.toFile()).at("/results/0");
        assertEquals(30, json.path("median").asDouble());
        assertEquals(101, json.path("peer_median").asDouble());
        assertEquals(30 / 101.0, json.path("ratio").asDouble(), 1e-12);
        assertEquals(40, json.at("/rounds/1/rates/1").asDouble());
        assertEquals(7_000_000, json.path("peak_memory").asLong());
    }

    @Test
    void withoutAPeerItsColumnsAreEmpty() throws Exception {
        assertEquals(0, run("bench", "--in-process", "--rounds", "1", "--json"));
        var results = new ObjectMapper().readTree(text(out)).path("results");
        assertEquals(2, results.size());
        assertTrue(results.get(0).path("ratio").isMissingNode());
        assertEquals("", text(err));
    }

    @Test
    void aPeerIsNotAskedForWhatItCannotMeasure() throws Exception {
        String peer = "sh " + script("test $1 = fast && echo \"$1 100 img/s\"");
        assertEquals(0, run("bench", "--in-process", "--rounds", "2", "--json", "--peer", peer), () -> text(err));
        var results = new ObjectMapper().readTree(text(out)).path("results");
        assertEquals(100, results.get(0).path("peer_median").asDouble());
        assertEquals("slow", results.get(1).path("case").asText());
        assertTrue(results.get(1).path("peer_median").isMissingNode());
        assertEquals(2, results.get(1).path("rounds").size());
    }

    @Test
    void whateverIsWrongIsOneLine() throws Exception {
        error(1, "there is no benchmark 'fats' – did you mean 'fast'?", "fats");
        error(2, "--rounds must be 1 to 1000 – see 'isotherm bench --help'", "--rounds", "0");
        error(2, "--warm-up must be 0 to 3600 seconds – see 'isotherm bench --help'", "--warm-up", "-1");
        Path nowhere = folder.resolve("no/such/out.json");
        error(1, nowhere + " cannot be written – give another file with --out", "--out", nowhere.toString());
        String peer = "sh " + script("echo nonsense");
        error(
                1,
                "the peer '" + peer + "' printed no line 'fast RATE img/s' – run it by hand to see what is wrong",
                "fast",
                "--in-process",
                "--peer",
                peer,
                "--out",
                folder.resolve("x").toString());
        peer = "sh " + script("echo first >&2; echo 'no module torch' >&2; exit 3");
        error(
                1,
                "the peer '" + peer + "' ended with status 3: no module torch – run it by hand to see what is wrong",
                "fast",
                "--in-process",
                "--peer",
                peer,
                "--out",
                folder.resolve("x").toString());
        assertEquals(
                1,
                run(
                        "bench",
                        "fast",
                        "--in-process",
                        "--out",
                        folder.resolve("x").toString(),
                        "--peer",
                        "no-such-peer x"));
        assertTrue(text(err).contains("isotherm: the peer 'no-such-peer x' cannot be run: "), text(err));
    }

    private void error(int status, String line, String... args) {
        List<String> words = new ArrayList<>(List.of(args));
        words.add(0, "bench");
        assertEquals(status, run(words.toArray(String[]::new)));
        assertEquals(
                "isotherm: " + line,
                text(err).replaceAll("(?s)^fast, round 1 of 5\n", "").strip());
    }

    private Path script(String body) throws IOException {
        Path script = Files.createTempFile(folder, "peer", ".sh");
        return Files.writeString(script, "cd " + folder + "\n" + body + "\n");
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        Services services = new Services() {
            @Override
            public <S> Optional<S> find(Class<S> contract) {
                return Optional.of(contract.cast(new MadeUp()));
            }
        };
        return new Program(new Session(
                        services, new PrintStream(out), new PrintStream(err), false, key -> null, null, true))
                .run(List.of(args));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString().replace(System.lineSeparator(), "\n");
    }

    private final class MadeUp implements Benchmarks {
        @Override
        public Map<String, String> workloads() {
            return new java.util.TreeMap<>(Map.of("fast", "a fast one", "slow", "a slow one"));
        }

        @Override
        public boolean hasPeer(String workload) {
            return workload.equals("fast");
        }

        @Override
        public Measurement measure(String workload, int repetitions, Duration warmUp) {
            calls.add(workload + " " + repetitions + " " + warmUp);
            round++;
            return new Measurement(workload, 100, List.of(10.0 * round, 10.0 * round + 20), 7_000_000);
        }
    }
}
