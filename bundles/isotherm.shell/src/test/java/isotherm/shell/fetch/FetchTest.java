/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on loopback that does what servers and networks do. */
class FetchTest {
    @TempDir
    Path root;

    private final List<String> ranges = new ArrayList<>();
    private final byte[] content = new byte[300_000];
    private HttpServer server;

    /** How many bytes an answer sends before the line goes dead; less than it promised. */
    private int breakAfter = Integer.MAX_VALUE;

    private int breaks = Integer.MAX_VALUE;
    private boolean knowsRanges = true;
    private int status;

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/data/", exchange -> answer(exchange, content));
        server.createContext("/moved/", exchange -> {
            exchange.getResponseHeaders().set("Location", "/data/x.mat");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFileArrivesWholeAndNothingElseIsLeft() throws IOException {
        fetch(remote("/data/x.mat", content, "svhn"));
        assertArrayEquals(content, Files.readAllBytes(root.resolve("svhn/x.mat")));
        assertEquals(List.of("svhn", "svhn/x.mat"), files());
        fetch(remote("/moved/y.mat", content, ""));
        assertArrayEquals(content, Files.readAllBytes(root.resolve("y.mat")));
    }

    @Test
    void aTransferThatBreaksOffGoesOnWhereItEnded() throws IOException {
        breakAfter = 100_000;
        breaks = 2;
        fetch(remote("/data/x.mat", content, ""));
        assertArrayEquals(content, Files.readAllBytes(root.resolve("x.mat")));
        assertEquals(3, ranges.size());
        assertEquals("", ranges.get(0));
        assertTrue(ranges.get(1).matches("bytes=[1-9][0-9]*-"), ranges::toString);
        assertTrue(ranges.get(2).matches("bytes=[1-9][0-9]*-"), ranges::toString);
    }

    @Test
    void aLaterFetchGoesOnWithWhatAnEarlierOneLeft() throws IOException {
        RemoteFile remote = remote("/data/x.mat", content, "");
        leave(remote, Arrays.copyOf(content, 123_456));
        fetch(remote);
        assertEquals(List.of("bytes=123456-"), ranges);
        assertArrayEquals(content, Files.readAllBytes(root.resolve("x.mat")));
    }

    @Test
    void aServerThatKnowsNoRangesSendsAllAnew() throws IOException {
        knowsRanges = false;
        RemoteFile remote = remote("/data/x.mat", content, "");
        leave(remote, new byte[1000]);
        fetch(remote);
        assertArrayEquals(content, Files.readAllBytes(root.resolve("x.mat")));
    }

    @Test
    void aPartLongerThanTheFileIsThrownAway() throws IOException {
        RemoteFile remote = remote("/data/x.mat", content, "");
        leave(remote, new byte[400_000]);
        fetch(remote);
        assertArrayEquals(content, Files.readAllBytes(root.resolve("x.mat")));
    }

    @Test
    void aDeadServerIsGivenUpAndItsBytesAreKept() throws IOException {
        breakAfter = 0;
        RemoteFile remote = remote("/data/x.mat", content, "");
        leave(remote, Arrays.copyOf(content, 5000));
        Problem problem = refused(remote);
        assertEquals(ReasonCode.DATA_MISSING, problem.code());
        assertTrue(problem.cure().contains("it goes on where it ended"), problem.line());
        assertEquals(4, ranges.size());
        breakAfter = Integer.MAX_VALUE;
        fetch(remote);
        assertEquals("bytes=5000-", ranges.get(4));
        assertArrayEquals(content, Files.readAllBytes(root.resolve("x.mat")));
    }

    @Test
    void anErrorOfTheServerIsTriedAgainAndAMissingFileIsNot() throws IOException {
        status = 503;
        assertTrue(refused(remote("/data/x.mat", content, "")).cause().contains("answers 503"));
        assertEquals(4, ranges.size());
        status = 404;
        assertTrue(refused(remote("/data/x.mat", content, "")).cause().contains("answers 404"));
        assertEquals(5, ranges.size());
        status = 0;
        assertTrue(refused(remote("/elsewhere/x.mat", content, "")).cause().contains("answers 404"));
    }

    @Test
    void anotherLengthOrContentThanPublishedIsRefused() throws IOException {
        Problem length = refused(remote("/data/x.mat", new byte[299_999], ""));
        assertEquals(ReasonCode.DATA_INVALID, length.code());
        assertTrue(length.cause().contains("has 300000 bytes, published were 299999"), length.cause());
        Problem sum = refused(remote("/data/x.mat", new byte[300_000], ""));
        assertEquals(ReasonCode.DATA_INVALID, sum.code());
        assertTrue(sum.cause().contains("has the SHA-256"), sum.cause());
        assertFalse(Files.exists(root.resolve("x.mat")));
        assertEquals(List.of(), parts("300000"));
    }

    @Test
    void aFileThatIsBeingFetchedIsLeftAlone() throws IOException {
        RemoteFile remote = remote("/data/x.mat", content, "");
        leave(remote, new byte[0]);
        try (FileChannel other = FileChannel.open(part(remote), StandardOpenOption.WRITE);
                var lock = other.lock()) {
            assertTrue(lock.isValid());
            assertTrue(refused(remote).cause().contains("is being fetched already"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data2/a.tar", "/data2/a.tar.gz"})
    void archivesAreUnpackedOverWhatIsThere(String path) throws IOException {
        String deep = "set/" + "d".repeat(120) + "/name";
        Archives archive = new Archives()
                .folder("set/")
                .file("set/a.txt", new byte[] {1, 2, 3})
                .file("./set/empty", new byte[0])
                .gnuName(deep + "1")
                .file("short", new byte[600])
                .paxName(deep + "2é")
                .file("short", new byte[] {9});
        byte[] bytes = path.endsWith("gz") ? archive.tarGz() : archive.tar();
        server.createContext("/data2/", exchange -> answer(exchange, bytes));
        Files.createDirectories(root.resolve("into/set"));
        Files.writeString(root.resolve("into/set/a.txt"), "old");
        Files.writeString(root.resolve("into/set/mine"), "kept");
        fetch(remote(path, bytes, "into"));
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(root.resolve("into/set/a.txt")));
        assertEquals("kept", Files.readString(root.resolve("into/set/mine")));
        assertEquals(0, Files.size(root.resolve("into/set/empty")));
        assertEquals(600, Files.size(root.resolve("into/" + deep + "1")));
        assertEquals(1, Files.size(root.resolve("into/" + deep + "2é")));
        assertFalse(Files.exists(root.resolve(".fetch")));
    }

    @Test
    void archivesThatLeaveTheFolderOrBurstItAreRefused() throws IOException {
        hostile("leads out of the folder", new Archives().file("../out.txt", new byte[3]));
        hostile("leads out of the folder", new Archives().file("a/../../out.txt", new byte[3]));
        hostile("leads out of the folder", new Archives().file("/tmp/isotherm-out.txt", new byte[3]));
        hostile("leads out of the folder", new Archives().folder("../out"));
        hostile("leads out of the folder", new Archives().paxName("../out").file("in", new byte[3]));
        hostile("leads out of the folder", new Archives().gnuName("/out").file("in", new byte[3]));
        hostile("type '2'", new Archives().entry("link", '2', 0, new byte[0]));
        hostile("type '1'", new Archives().entry("link", '1', 0, new byte[0]));
        hostile("type '3'", new Archives().entry("device", '3', 0, new byte[0]));
        hostile("far more than its length", new Archives().file("zeros", new byte[30_000_000]));
        hostile("far more than its length", new Archives().entry("claim", '0', 7_000_000_000L, new byte[10]));
        hostile("a name of", new Archives().entry("long", 'L', 1 << 20, new byte[10]));
        hostile("ends within", new Archives().entry("cut", '0', 9000, Arrays.copyOf(content, 1000)));
        hostile("no tar archive", new Archives().entry("x", '0', -1, new byte[0]));
    }

    private void hostile(String why, Archives archive) throws IOException {
        byte[] bytes = archive.tarGz();
        server.createContext("/h" + ranges.size() + "/", exchange -> answer(exchange, bytes));
        Files.writeString(root.resolve("before"), "before");
        Problem problem = refused(remote("/h" + ranges.size() + "/a.tar.gz", bytes, "into/deep"));
        assertEquals(ReasonCode.DATA_INVALID, problem.code());
        assertTrue(problem.cause().contains(why), problem.cause());
        assertFalse(Files.exists(root.resolve("into")));
        assertTrue(
                files().stream().noneMatch(name -> name.contains("unpacked") || name.contains("out")),
                files()::toString);
    }

    private void fetch(RemoteFile remote) {
        List<Long> seen = new ArrayList<>();
        new Fetch(root, (file, bytes) -> seen.add(bytes), 1).files(List.of(remote));
        assertEquals(remote.bytes(), seen.get(seen.size() - 1));
    }

    private Problem refused(RemoteFile remote) {
        Fetch fetch = new Fetch(root, (file, bytes) -> {}, 1);
        return assertThrows(ProblemException.class, () -> fetch.files(List.of(remote)))
                .problem();
    }

    private RemoteFile remote(String path, byte[] published, String into) {
        try {
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(published));
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
            return new RemoteFile(uri, published.length, sum, into);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path part(RemoteFile remote) {
        return root.resolve(".fetch/" + remote.sha256().substring(0, 16) + "-" + remote.name());
    }

    private void leave(RemoteFile remote, byte[] bytes) throws IOException {
        Files.createDirectories(root.resolve(".fetch"));
        Files.write(part(remote), bytes);
    }

    private List<String> parts(String size) throws IOException {
        return files().stream()
                .filter(name -> name.startsWith(".fetch/") && size.equals(sizeOf(name)))
                .toList();
    }

    private String sizeOf(String name) {
        return String.valueOf(root.resolve(name).toFile().length());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private void answer(HttpExchange exchange, byte[] whole) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        try (exchange) {
            if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (from > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (whole.length - 1) + "/" + whole.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, whole.length - from);
            boolean broken = breaks > 0 && breakAfter < whole.length - from;
            breaks -= broken ? 1 : 0;
            exchange.getResponseBody().write(whole, from, broken ? breakAfter : whole.length - from);
        } catch (IOException e) {
            // closing an answer that is too short is an error to the server, and what is meant here
        }
    }
}
