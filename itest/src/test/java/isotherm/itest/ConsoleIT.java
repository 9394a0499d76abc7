/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The console over HTTP: what it refuses, and a run from its start to its report. One program for all tests, in turns. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANY = 200;

    @TempDir
    static Path folder;

    private static Served console;
    private static Served stranger;
    private static Described described;

    @BeforeAll
    static void start() throws Exception {
        console = Served.in(folder);
        stranger = console.stranger();
        console.enter();
        described = new Described(console.json("openapi.json"));
    }

    @AfterAll
    static void stop() throws Exception {
        console.close();
        assertEquals("", console.program.await().err());
    }

    @Test
    @Order(1)
    void thePasswordIsStoredHashedForItsOwnerAlone() throws Exception {
        Path stored = folder.resolve("state/console/password");
        assertEquals(List.of(stored), Served.files(folder.resolve("state")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(stored)));
        assertTrue(Files.readString(stored).startsWith("pbkdf2-hmac-sha512$"));
        assertRefused(401, stranger.post("password", Map.of("token", console.token, "password", "another password")));
    }

    @Test
    @Order(2)
    void nothingIsToldWithoutSigningIn() throws Exception {
        for (String path : List.of(
                "runs",
                "runs/latest",
                "runs/a/events",
                "runs/a/files/report.html",
                "experiments",
                "extensions",
                "engine",
                "openapi.json",
                "nothing")) {
            assertRefused(401, stranger.get(path));
        }
        assertRefused(401, stranger.post("runs", Map.of("experiment", "demo")));
        for (String password : List.of("admin", "")) {
            assertRefused(401, stranger.post("session", Map.of("password", password)));
        }
        // what opens Felix's own console where nobody changes it
        for (String path : List.of("system/console", "system/console/bundles", "system/console/configMgr")) {
            var answer = Served.send(HttpRequest.newBuilder(console.address.resolve("/" + path))
                    .header("Authorization", "Basic YWRtaW46YWRtaW4="));
            assertTrue(answer.statusCode() >= 300, path + " " + answer.statusCode());
        }
    }

    @Test
    @Order(3)
    void theCookieAndTheHeadersAreStrict() throws Exception {
        var answer = stranger.post("session", Map.of("password", Served.PASSWORD));
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
        var page = Served.CLIENT.send(HttpRequest.newBuilder(console.address).build(), BodyHandlers.ofString());
        assertEquals(200, page.statusCode());
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals(
                "nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals(List.of(), page.headers().allValues("Server"));
        assertFalse(page.body().matches("(?s).*(https?:)?//.*"), "the page names another place");
    }

    @Test
    @Order(4)
    void aRequestOfAnotherSiteIsRefused() throws Exception {
        String body = "{\"experiment\":\"demo\"}";
        assertRefused(403, Served.send(console.posting("runs", body).header("Origin", "https://evil.example")));
        assertRefused(403, Served.send(console.posting("runs", body).header("Sec-Fetch-Site", "cross-site")));
        assertRefused(403, Served.send(stranger.posting("session", "{}").header("Origin", "https://evil.example")));
        // its cookie alone, as a browser adds it by itself
        var alone = HttpRequest.newBuilder(console.address.resolve("api/v1/runs"))
                .header("Cookie", console.cookie())
                .header("Content-Type", "application/json");
        assertRefused(403, Served.send(alone.copy().POST(BodyPublishers.ofString(body))));
        assertRefused(
                403,
                Served.send(alone.copy().header("X-CSRF-Token", "0".repeat(64)).POST(BodyPublishers.ofString(body))));
        String name = console.raw("GET /api/v1/session HTTP/1.1\nHost: evil.example\nConnection: close\n\n");
        assertTrue(name.startsWith("HTTP/1.1 421"), name);
        assertEquals("[]", console.json("runs").toString());
    }

    @Test
    @Order(5)
    void whatIsMalformedIsRefused() throws Exception {
        for (String body :
                List.of("", "{", "[]", "null", "{\"experiment\":7}", "{\"experiment\":\"demo\",\"x\":1}", "{}")) {
            assertRefused(400, Served.send(console.posting("runs", body)));
        }
        assertRefused(400, Served.send(console.posting("runs", "{\"settings\":" + "[".repeat(5000))));
        String large = "{\"experiment\":\"" + "x".repeat(1 << 20) + "\"}";
        assertRefused(413, Served.send(console.posting("runs", large)));
        assertRefused(413, Served.send(stranger.posting("session", large)));
        var unknownLength = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large.getBytes()));
        assertRefused(
                413,
                Served.send(console.request("runs")
                        .header("Content-Type", "application/json")
                        .POST(unknownLength)));
        assertRefused(
                415,
                Served.send(console.request("runs")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{\"experiment\":\"demo\"}"))));
        assertRefused(405, Served.send(console.request("engine").DELETE()));
        assertRefused(404, console.get("nothing"));
        String long_ = console.raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        assertTrue(
                long_.startsWith("HTTP/1.1 414") || long_.startsWith("HTTP/1.1 431"),
                long_.lines().findFirst()::get);

        var unknown = console.post("runs", Map.of("experiment", "dmo"));
        assertRefused(422, unknown);
        assertEquals(
                "did you mean 'demo'?",
                JSON.readTree(unknown.body()).get("cure").asText());
        assertRefused(422, console.post("runs", Map.of("experiment", "demo", "settings", Map.of("epochs", "many"))));
        assertRefused(404, Served.send(console.posting("runs/nothing/stop", "")));
    }

    @Test
    @Order(6)
    void noPathLeadsToAFile() throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "the secret");
        for (String path : List.of(
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/console.css/../../secret.txt",
                "/api/v1/runs/../secret.txt",
                "/api/v1/runs/%2e%2e/files/secret.txt",
                "/api/v1/runs/..%2f..%2fsecret.txt",
                "/api/v1/runs/..;/files/run.json",
                "/api/v1/runs/x/files/../../../../secret.txt",
                "/api/v1/runs/x/files/%2e%2e%2f%2e%2e%2fsecret.txt",
                "/api/v1/runs//files//etc/passwd",
                "/api/v1/runs/x/files/..%5c..%5csecret.txt",
                "/api/v1/runs/x%00/files/report.html",
                "/META-INF/MANIFEST.MF",
                "/isotherm/console/api/openapi.json",
                "/WEB-INF/web.xml")) {
            String answer = console.raw("GET " + path + " HTTP/1.1\nHost: localhost\nCookie: " + console.cookie()
                    + "\nConnection: close\n\n");
            assertTrue(answer.matches("(?s)HTTP/1.1 40[04] .*"), path + ": " + answer);
            assertFalse(answer.contains("the secret"), path);
        }
    }

    @Test
    @Order(7)
    void whatIsPluggedInAndWiredIsToldAsTheCommandsTellIt() throws Exception {
        JsonNode points = console.json("extensions");
        described.check("get", "/extensions", 200, points);
        JsonNode backbones = points.get(1);
        assertEquals("backbone", backbones.get("kind").asText());
        assertTrue(backbones.toString().contains("\"name\":\"cifarresnet\""), backbones::toString);
        assertTrue(backbones.toString().contains("\"usedBy\":[\"cifar10-resnet20\",\"demo\"]"), backbones::toString);
        described.check("get", "/engine", 200, console.json("engine"));
        assertEquals("CPU", console.json("engine").get("backendLive").asText());

        JsonNode experiments = console.json("experiments");
        described.check("get", "/experiments", 200, experiments);
        JsonNode broken = console.json("experiments/cifar10-resnet20");
        described.check("get", "/experiments/{experiment}", 200, broken);
        assertFalse(broken.get("wired").asBoolean());
        assertTrue(console.json("experiments/demo").get("wired").asBoolean());
        var why = Isotherm.run(folder, "why", "cifar10-resnet20", "--json");
        assertEquals(1, why.status());
        JsonNode told = JSON.readTree(why.out());
        assertEquals(told.size(), broken.get("problems").size());
        for (int i = 0; i < told.size(); i++) {
            JsonNode problem = broken.get("problems").get(i);
            for (String part : List.of("code", "subject", "cause")) {
                assertEquals(told.get(i).get(part), problem.get(part));
            }
            // the command adds where data sets come from
            assertTrue(
                    told.get(i)
                            .get("cure")
                            .asText()
                            .startsWith(problem.get("cure").asText()),
                    problem::toString);
        }
    }

    @Test
    @Order(8)
    void aRunIsStartedWatchedStoppedResumedAndReadToItsReport() throws Exception {
        var started = console.post("runs", Map.of("experiment", "demo", "settings", settings()));
        assertEquals(202, started.statusCode(), started::body);
        JsonNode run = JSON.readTree(started.body());
        described.check("post", "/runs", 202, run);
        String id = run.get("run").asText();
        Map<String, List<JsonNode>> first = new TreeMap<>();
        watch(id, (name, data) -> {
            first.computeIfAbsent(name, n -> new ArrayList<>()).add(data);
            if (name.equals("loss") && first.get(name).size() == 1) {
                described.check("get", "/runs/{run}", 200, console.json("runs/" + id));
                assertRefused(409, Served.send(console.posting("runs/" + id + "/resume", "")));
                var stopped = Served.send(console.posting("runs/" + id + "/stop", ""));
                assertEquals(202, stopped.statusCode(), stopped::body);
            }
        });
        JsonNode interrupted = first.get("ended").get(0);
        described.schema("Run", interrupted);
        assertEquals("INTERRUPTED", interrupted.get("state").asText(), interrupted::toString);
        assertEquals("stopped by the user", interrupted.get("reason").asText());
        assertRefused(409, Served.send(console.posting("runs/" + id + "/stop", "")));

        assertEquals(
                202, Served.send(console.posting("runs/" + id + "/resume", "")).statusCode());
        Map<String, List<JsonNode>> events = new TreeMap<>();
        watch(id, (name, data) -> events.computeIfAbsent(name, n -> new ArrayList<>())
                .add(data));
        assertEquals("COMPLETED", events.get("ended").get(0).get("state").asText(), events::toString);
        events.get("progress").forEach(progress -> described.schema("Progress", progress));
        events.get("loss").forEach(losses -> described.schema("Losses", losses));
        assertTrue(events.get("loss").stream()
                .anyMatch(l -> l.get("stage").asText().equals("TRAIN")));

        JsonNode whole = console.json("runs/" + id);
        described.check("get", "/runs/{run}", 200, whole);
        Path record = folder.resolve("runs").resolve(id);
        assertEquals(TinyDemo.json(record.resolve("run.json")), whole.get("record"));
        assertEquals(TinyDemo.json(record.resolve("metrics.json")), whole.get("metrics"));
        for (JsonNode file : whole.get("files")) {
            var answer = Served.CLIENT.send(
                    console.request("runs/" + id + "/files/" + file.asText()).build(), BodyHandlers.ofByteArray());
            assertEquals(200, answer.statusCode(), file.asText());
            assertEquals(
                    -1, java.util.Arrays.mismatch(Files.readAllBytes(record.resolve(file.asText())), answer.body()));
        }
        assertTrue(whole.get("files").toString().contains("report.html"));
        assertTrue(whole.get("files").toString().contains("heatmaps/"));
        var report = console.get("runs/" + id + "/files/report.html");
        String policy = report.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.contains("default-src 'none'") && policy.contains("sandbox"), policy);
        assertRefused(404, console.get("runs/" + id + "/files/classifier.safetensors"));
        described.check("get", "/runs", 200, console.json("runs"));
    }

    @Test
    @Order(9)
    void manyAskAtOnce() throws Exception {
        List<String> paths = List.of("session", "runs", "engine", "openapi.json");
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, MANY)
                .mapToObj(i -> console.request(paths.get(i % paths.size())).build())
                .map(request -> Served.CLIENT.sendAsync(request, BodyHandlers.ofString()))
                .toList();
        for (var answer : answers) {
            assertEquals(200, answer.join().statusCode(), answer.join()::body);
        }
    }

    @Test
    @Order(10)
    void manyGuessesAtOnceGetNowhereAndGuessingOnIsSlow() {
        List<Integer> codes = IntStream.range(0, MANY)
                .mapToObj(i -> stranger.posting("session", "{\"password\":\"guess " + i + "\"}")
                        .build())
                .map(request -> Served.CLIENT.sendAsync(request, BodyHandlers.ofString()))
                .toList()
                .stream()
                .map(answer -> answer.join().statusCode())
                .toList();
        assertTrue(codes.stream().allMatch(code -> code == 401 || code == 429), codes::toString);
        assertTrue(codes.stream().filter(code -> code == 401).count() <= 10, codes::toString);
    }

    @Test
    @Order(11)
    void whoSignsOutIsOut() throws Exception {
        assertEquals(204, Served.send(console.request("session").DELETE()).statusCode());
        assertRefused(401, console.get("runs"));
    }

    /** Hears of one event. */
    private interface Watcher {
        void event(String name, JsonNode data) throws Exception;
    }

    private static void watch(String run, Watcher watcher) throws Exception {
        HttpResponse<Stream<String>> answer =
                Served.CLIENT.send(console.request("runs/" + run + "/events").build(), BodyHandlers.ofLines());
        assertEquals(
                "text/event-stream;charset=utf-8",
                answer.headers().firstValue("Content-Type").orElseThrow());
        try (Stream<String> lines = answer.body()) {
            String name = "";
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    watcher.event(name, JSON.readTree(line.substring("data: ".length())));
                }
            }
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        String[] line = TinyDemo.line("run");
        for (int i = 2; i < line.length; i++) {
            String[] pair = line[i].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        return settings;
    }

    private static void assertRefused(int status, HttpResponse<String> answer) throws IOException {
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        JsonNode problem = JSON.readTree(answer.body());
        assertEquals(status, problem.get("status").asInt());
        if (described != null) {
            described.problem(problem);
        }
    }
}
