/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
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
        Path scratch = Files.createDirectory(folder.resolve("tmp"));
        Path allowed = Files.createDirectory(folder.resolve("allowed"));
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("data/linked")).resolve("out"), folder);
        console = Served.in(
                folder,
                Map.of("ISOTHERM_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch),
                "--web-console",
                "--allow-data",
                allowed.toString());
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
        for (String path : List.of("", "bundles", "configMgr", "isotherm", "res/ui/config.js", "status-Bundles.txt")) {
            assertRefused(
                    401,
                    Served.send(new WebConsole(stranger)
                            .bare(path)
                            .header("Authorization", "Basic " + base64("admin:admin"))));
        }
        var led = Served.send(new WebConsole(stranger).bare("bundles").header("Accept", "text/html"));
        assertEquals(302, led.statusCode());
        assertEquals("/", led.headers().firstValue("Location").orElseThrow());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
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
                "/system/console/res/../../../secret.txt",
                "/system/console/res/%2e%2e/templates/config.html",
                "/system/console/res/..%2ftemplates/config.html",
                "/system/console/isotherm/res/..%2fsecret.txt",
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
    void aRunTellsItsScoresAndWhatItSaysOfAnImage() throws Exception {
        String id = console.json("runs").get(0).get("run").asText();
        JsonNode gallery = console.json("runs/" + id + "/gallery");
        described.check("get", "/runs/{run}/gallery", 200, gallery);
        JsonNode own = TinyDemo.json(folder.resolve("runs").resolve(id).resolve("gallery.json"));
        assertEquals(own.get("threshold"), gallery.get("threshold"));
        assertEquals(120, gallery.at("/sets/0/scores").size());
        assertEquals(40, gallery.at("/sets/1/scores").size());
        for (JsonNode image : gallery.get("images")) {
            String picture = "runs/" + id + "/files/" + image.get("file").asText();
            assertEquals(200, console.get(picture).statusCode(), picture);
        }

        var image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        Path file = folder.resolve("image.png");
        ImageIO.write(image, "png", file.toFile());
        JsonNode explained = JSON.readTree(
                sent(id, "image/png", Files.readAllBytes(file), 200).body());
        described.check("post", "/runs/{run}/explain", 200, explained);
        byte[] overlay = Base64.getDecoder().decode(explained.get("overlay").asText());
        assertTrue(ImageIO.read(new ByteArrayInputStream(overlay)).getWidth() >= 32);
        // the nearest to an ID training image is itself
        JsonNode first = nearest(id, explained);
        JsonNode again = JSON.readTree(sent(
                        id,
                        "image/png",
                        Base64.getDecoder().decode(first.get("nearest").asText()),
                        200)
                .body());
        assertEquals(first.get("nearest"), nearest(id, again).get("nearest"));
        JsonNode told = JSON.readTree(
                Isotherm.run(folder, "explain", id, file.toString(), "--json").out());
        assertEquals(told.at("/0/score").asDouble(), explained.get("score").asDouble(), 1e-6, told::toString);
    }

    private static JsonNode nearest(String run, JsonNode explained) throws IOException {
        JsonNode classes = TinyDemo.json(folder.resolve("runs").resolve(run).resolve("run.json"))
                .get("classes");
        assertTrue(explained.get("nearestMissing").isNull(), explained::toString);
        assertTrue(classes.toString().contains(explained.get("nearestClass").toString()), explained::toString);
        return explained;
    }

    @Test
    @Order(10)
    void anImageIsBoundedAndDecodedWithCare() throws Exception {
        String id = console.json("runs").get(0).get("run").asText();
        var image = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", image);
        byte[] whole = image.toByteArray();
        assertRefused(415, sent(id, "text/html", whole, 415));
        assertRefused(422, sent(id, "image/png", new byte[0], 422));
        assertRefused(422, sent(id, "image/png", "<svg onload='alert(1)'/>".getBytes(), 422));
        assertRefused(422, sent(id, "image/png", java.util.Arrays.copyOf(whole, 20), 422));
        var cut = sent(id, "image/png", java.util.Arrays.copyOf(whole, whole.length / 2), 422);
        assertRefused(422, cut);
        assertFalse(cut.body().contains("isotherm-explain"), cut::body);
        assertRefused(413, sent(id, "image/png", new byte[(16 << 20) + 1], 413));
        // 400 megapixels in a few KB
        assertRefused(413, sent(id, "image/png", bomb(20_000, 20_000), 413));
        // a comment that would inflate to 256 MB is not
        assertEquals(
                200, sent(id, "image/png", withComment(whole, 1 << 28), 200).statusCode());
        assertRefused(404, sent("nothing", "image/png", whole, 404));
        var alone = HttpRequest.newBuilder(console.address.resolve("api/v1/runs/" + id + "/explain"))
                .header("Cookie", console.cookie())
                .header("Content-Type", "image/png");
        assertRefused(403, Served.send(alone.POST(BodyPublishers.ofByteArray(whole))));
        assertRefused(401, stranger.post("runs/" + id + "/explain", Map.of()));
        try (var left = Files.list(folder.resolve("tmp"))) {
            assertEquals(
                    List.of(),
                    left.filter(one -> one.toString().contains("isotherm-explain"))
                            .toList());
        }
    }

    private static HttpResponse<String> sent(String run, String type, byte[] body, int status) throws Exception {
        var answer = Served.send(console.request("runs/" + run + "/explain")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body)));
        assertEquals(status, answer.statusCode(), answer::body);
        return answer;
    }

    /** A PNG file of one colour: many pixels, few bytes. */
    private static byte[] bomb(int width, int height) throws IOException {
        var head = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {1, 0, 0, 0, 0});
        var out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        out.write(chunk("IHDR", head.array()));
        out.write(chunk("IDAT", zeros((long) height * (1 + width / 8))));
        out.write(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    /** The same image with a compressed comment, which comes before the pixels. */
    private static byte[] withComment(byte[] png, long size) throws IOException {
        var text = new ByteArrayOutputStream();
        text.write("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        text.write(zeros(size));
        var out = new ByteArrayOutputStream();
        int afterHead = 8 + 25;
        out.write(png, 0, afterHead);
        out.write(chunk("zTXt", text.toByteArray()));
        out.write(png, afterHead, png.length - afterHead);
        return out.toByteArray();
    }

    private static byte[] zeros(long size) throws IOException {
        var out = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 20];
        try (var packed = new DeflaterOutputStream(out)) {
            for (long left = size; left > 0; left -= some.length) {
                packed.write(some, 0, (int) Math.min(left, some.length));
            }
        }
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        var sum = new CRC32();
        sum.update(name);
        sum.update(data);
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) sum.getValue())
                .array();
    }

    @Test
    @Order(11)
    void experimentsAreCreatedReplacedAndDeletedAndOnlyWhatHoldsIsStored() throws Exception {
        Path load = folder.resolve("load");
        described.check("get", "/experiment-form", 200, console.json("experiment-form"));
        var created = console.post(
                "experiments",
                Map.of(
                        "name",
                        "mine",
                        "settings",
                        Map.of("epochs", "7", "ood.test", "a=shapes:ood-shapes;b=shapes:x\"=\\")));
        assertEquals(201, created.statusCode(), created::body);
        described.check("post", "/experiments", 201, JSON.readTree(created.body()));
        assertEquals(
                "a=shapes:ood-shapes;b=shapes:x\"=\\",
                console.json("experiments/mine").at("/settings/ood.test").asText());
        assertRefused(409, console.post("experiments", Map.of("name", "mine")));
        for (Map<String, String> wrong : List.of(
                Map.of("epochs", "many"),
                Map.of("epoch", "3"),
                Map.of("description", "${user.home}"),
                Map.of("description", "a\nb"))) {
            assertRefused(422, put("mine", wrong));
            assertRefused(422, console.post("experiments", Map.of("name", "other", "settings", wrong)));
        }
        assertEquals(
                "7", console.json("experiments/mine").at("/settings/epochs").asText());
        for (String name : List.of("", "..", "../x", "a/b", "a b", ".a", "a\u0000", "x".repeat(65))) {
            assertRefused(422, console.post("experiments", Map.of("name", name)));
        }
        assertRefused(400, console.post("experiments", Map.of("settings", Map.of())));
        assertRefused(409, put("demo", Map.of()));
        assertRefused(404, put("nothing", Map.of()));
        assertRefused(409, Served.send(console.request("experiments/demo").DELETE()));
        assertRefused(401, stranger.post("experiments", Map.of("name", "strange")));
        try (var files = Files.list(load)) {
            assertEquals(List.of(load.resolve("isotherm.experiment-mine.config")), files.toList());
        }
        var replaced = put("mine", Map.of("seed", "5"));
        assertEquals(200, replaced.statusCode(), replaced::body);
        described.check("put", "/experiments/{experiment}", 200, JSON.readTree(replaced.body()));
        // another program finds it, as the next start does
        var told = Isotherm.run(folder, "info", "mine", "--json");
        assertEquals(0, told.status(), told::err);
        assertTrue(told.out().replaceAll("\\s", "").contains("\"seed\":\"5\""), told::out);
        assertEquals(
                204, Served.send(console.request("experiments/mine").DELETE()).statusCode());
        assertRefused(404, console.get("experiments/mine"));
        try (var files = Files.list(load)) {
            assertEquals(List.of(), files.toList());
        }
    }

    private static HttpResponse<String> put(String name, Map<String, String> settings) throws Exception {
        return Served.send(console.request("experiments/" + name)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("settings", settings)))));
    }

    @Test
    @Order(12)
    void theWebConsoleTakesNothingFromAnotherPageAndNoCodeFromABrowser() throws Exception {
        var web = new WebConsole(console);
        var page = web.get("isotherm");
        assertEquals(200, page.statusCode());
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self' 'unsafe-inline' "), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        String body = "apply=true&propertylist=name&name=forged&factoryPid=isotherm.experiment";
        // the cookie alone, as a browser adds it by itself, in a form or in an address
        assertRefused(403, Served.send(web.posting(WebConsole.NEW, body)));
        for (String post : List.of("post", "%70ost")) {
            assertRefused(403, web.get("configMgr/isotherm.experiment?" + post + "=true&" + body));
        }
        for (String site : List.of("cross-site", "same-site")) {
            assertRefused(403, Served.send(web.bare("bundles").header("Sec-Fetch-Site", site)));
            assertRefused(
                    403,
                    Served.send(
                            WebConsole.byPage(web.posting(WebConsole.NEW, body)).header("Sec-Fetch-Site", site)));
        }
        assertRefused(403, Served.send(web.posting(WebConsole.NEW, body).header("Origin", "http://127.0.0.1:1")));
        assertRefused(
                403,
                Served.send(WebConsole.byPage(web.bare("bundles")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofString("--x--")))));
        assertRefused(404, console.get("experiments/forged"));
        // what would stop the program, and where Felix's password would be set, is not there
        assertEquals(404, web.get("vmstat").statusCode());
        String configurations = web.get("configMgr").body();
        assertTrue(configurations.contains("isotherm.healthcheck"), configurations);
        for (String hidden : List.of("\"org.apache.felix.http\"", "OsgiManager\"")) {
            assertFalse(configurations.contains(hidden), hidden);
        }
        var taken = web.store("org.apache.felix.http", "", Map.of("org.apache.felix.http.host", "0.0.0.0"));
        assertEquals(400, taken.statusCode());
        assertEquals("&#39;isotherm serve&#39; sets this by its options", taken.body());
        // its way out is the console's
        Served other = console.stranger();
        other.signedIn(other.post("session", Map.of("password", Served.PASSWORD)));
        var out = new WebConsole(other).get("logout");
        assertEquals("/", out.headers().firstValue("Location").orElseThrow());
        assertRefused(401, other.get("runs"));
    }

    @Test
    @Order(13)
    void theWebConsolesFormMakesChangesCopiesAndDeletesExperiments() throws Exception {
        var web = new WebConsole(console);
        JsonNode form = web.form("isotherm.experiment").get("properties");
        assertTrue(form.at("/backbone/type/values").toString().contains("\"cifarresnet\""), form::toString);
        assertEquals(
                "Epochs of the decoder's training (1 to 100000) (epochs)",
                form.at("/epochs/description").asText());
        assertTrue(web.form("isotherm.healthcheck").toString().contains("\"demo\""));

        String factory = "isotherm.experiment";
        refusedAsText(
                422,
                "a new experiment has no name – tick &#39;Name&#39; and fill it in",
                web.store(WebConsole.NEW, factory, Map.of("epochs", "7")));
        refusedAsText(
                422,
                "setting &#39;epochs&#39; cannot be &#39;&lt;b&gt;&#39; – use a whole number is wanted, from 1 to 100000",
                web.store(WebConsole.NEW, factory, Map.of("name", "webbed", "epochs", "<b>")));
        assertRefused(404, console.get("experiments/webbed"));
        assertEquals(
                200,
                web.store(
                                WebConsole.NEW,
                                factory,
                                Map.of("name", "webbed", "epochs", "7", "scores", "heatmap;msp", "ood.test", ""))
                        .statusCode());
        JsonNode made = console.json("experiments/webbed").get("settings");
        assertEquals("7", made.get("epochs").asText());
        assertEquals("heatmap;msp", made.get("scores").asText());
        assertTrue(console.json("experiments/webbed").get("own").asBoolean());

        String pid = "isotherm.experiment~webbed";
        refusedAsText(
                422,
                "setting &#39;epochs&#39; cannot be &#39;0&#39; – use from 1 to 100000",
                web.store(pid, factory, Map.of("epochs", "0")));
        assertEquals(200, web.store(pid, factory, Map.of("epochs", "8")).statusCode());
        assertEquals(
                "8", console.json("experiments/webbed").at("/settings/epochs").asText());
        // what the distribution brings along stays, and can be copied
        refusedAsText(
                409,
                "&#39;demo&#39; comes with the distribution – copy it under another name",
                web.store("isotherm.experiment~demo", factory, Map.of("epochs", "8")));
        assertEquals(
                200,
                web.store("isotherm.experiment~demo", factory, Map.of("epochs", "9", "name", "copied"))
                        .statusCode());
        assertTrue(Isotherm.run(folder, "info", "copied", "--json").out().contains("\"9\""));
        for (String name : List.of("copied", "webbed")) {
            assertEquals(200, web.delete("isotherm.experiment~" + name).statusCode());
            assertRefused(404, console.get("experiments/" + name));
        }
        try (var files = Files.list(folder.resolve("load"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    @Order(14)
    void theWebConsoleHoldsOtherConfigurationsToTheirFormsToo() throws Exception {
        var web = new WebConsole(console);
        var refused = web.store("isotherm.experiment.somebodys", "", Map.of("epochs", "many"));
        assertEquals(400, refused.statusCode(), refused::body);
        assertTrue(web.store(WebConsole.NEW, "isotherm.healthcheck", Map.of("experiment", "demo"))
                        .statusCode()
                < 400);
        assertTrue(web.get("configMgr").body().contains("isotherm.healthcheck."));
    }

    /** Whatever could install code, end the program, or open or shut the console's own doors. */
    @Test
    @Order(15)
    void theWebConsoleOpensNoDoorThatIsNotItsOwn() throws Exception {
        var web = new WebConsole(console);
        Path jars = Files.createDirectory(folder.resolve("jars"));
        Files.copy(Isotherm.DISTRIBUTION.resolve("webconsole/encoder-1.4.0.jar"), jars.resolve("smuggled.jar"));
        Map<String, String> smuggling = Map.of("felix.fileinstall.dir", jars.toString());
        List<HttpResponse<String>> refused = new ArrayList<>();
        for (String factory : List.of(
                "org.apache.felix.fileinstall",
                "org.apache.felix.http",
                "org.apache.felix.eventadmin.impl.EventAdmin",
                "isotherm.console.http.Gate",
                "isotherm.console.webconsole.WebConsoleAccess",
                "org.apache.felix.scr.ScrService",
                "nobody.knows.this")) {
            refused.add(web.store(WebConsole.NEW, factory, smuggling));
            refused.add(web.store(factory, "", smuggling));
            refused.add(web.store(factory + "~mine", factory, smuggling));
            // said to be of a kind that may be changed
            refused.add(web.store(factory, "isotherm.healthcheck", Map.of("experiment", "demo")));
        }
        for (HttpResponse<String> answer : refused) {
            boolean madeAnother = answer.statusCode() < 400
                    && answer.headers().firstValue("Location").orElse("").contains("isotherm.healthcheck");
            assertTrue(answer.statusCode() == 400 || madeAnother, answer.statusCode() + " " + answer.body());
        }
        for (String own :
                List.of("org.apache.felix.http", "org.apache.felix.fileinstall", "isotherm.console.http.Gate")) {
            assertTrue(web.delete(own).statusCode() >= 200);
            assertEquals(
                    403,
                    Served.send(WebConsole.byPage(web.posting(own, "unbind=true")))
                            .statusCode());
        }
        for (String location : List.of("nowhere", "file:/x", "??invalid:bundle/location")) {
            assertEquals(
                    403,
                    Served.send(WebConsole.byPage(web.posting(
                                    WebConsole.NEW,
                                    "apply=true&factoryPid=isotherm.healthcheck&propertylist=experiment&experiment=demo&$location="
                                            + location)))
                            .statusCode());
        }
        for (String path : List.of(
                "bundles/0",
                "bundles/1",
                "bundles",
                "bundles/org.apache.felix.framework",
                "components",
                "components/isotherm.console.http.Gate",
                "components/1",
                "services",
                "licenses",
                "vmstat",
                "shutdown",
                "prefs",
                "logs",
                "isotherm",
                "status-Bundles",
                "install",
                "",
                "configMgr/..%2fbundles",
                "configMgr/%2e%2e",
                "configMgr/x/../../bundles/0",
                "configMgr/../bundles/0",
                "configMgr;x/../bundles/0",
                "configMgr/..;/bundles/0",
                "%62undles/0",
                "res/../bundles/0")) {
            for (String action : List.of(
                    "stop",
                    "uninstall",
                    "update",
                    "refresh",
                    "refreshPackages",
                    "start",
                    "install",
                    "disable",
                    "enable")) {
                String body = "action=" + action + "&bundlestartlevel=1&shutdown_type=stop&shutdown_timer=1";
                String answer = console.raw("POST /system/console/" + path + " HTTP/1.1\nHost: localhost\nCookie: "
                        + console.cookie() + "\nX-Requested-With: XMLHttpRequest\nConnection: close\n"
                        + "Content-Type: application/x-www-form-urlencoded\nContent-Length: " + body.length() + "\n\n"
                        + body);
                assertTrue(answer.matches("(?s)HTTP/1.1 (40[0345]|302) .*"), path + " " + action + ": " + answer);
                assertFalse(answer.startsWith("HTTP/1.1 302") && !answer.contains("Location: /\r"), answer);
            }
        }
        for (String hidden : List.of("vmstat", "shutdown", "licenses", "prefs", "logs", "deppack", "shell", "jmx")) {
            assertEquals(404, web.get(hidden).statusCode(), hidden);
        }
        // all is as it was: the gate stands, the program goes on, and no code came in
        assertTrue(console.raw("GET / HTTP/1.1\nHost: evil.example\nConnection: close\n\n")
                .startsWith("HTTP/1.1 421"));
        assertFalse(web.get("bundles.json").body().contains("smuggled"));
        assertTrue(web.get("configMgr").body().contains("isotherm.healthcheck"));
        assertEquals(200, console.get("engine").statusCode());
        assertTrue(console.program.process().isAlive());
    }

    private static void refusedAsText(int status, String line, HttpResponse<String> answer) {
        assertEquals(line, answer.body());
        assertEquals(status, answer.statusCode());
    }

    /** By a run, by its experiment and by both forms: what the data folder does not hold is not read, and not even told of. */
    @Test
    @Order(16)
    void dataSetsLieInTheDataFolder() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("private/cats"));
        ImageIO.write(
                new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB),
                "png",
                pictures.resolve("a.png").toFile());
        for (String location : List.of(
                folder.resolve("private").toString(),
                "../private",
                "../absent",
                "linked",
                "linked/out/private",
                "linked/out/../private",
                "/")) {
            for (String key : List.of("id", "ood.train", "ood.test")) {
                String reference = (key.equals("id") ? "" : "x=") + "imagefolder:" + location;
                var answer = console.post("runs", Map.of("experiment", "demo", "settings", Map.of(key, reference)));
                assertRefused(422, answer);
                assertTrue(answer.body().contains("--allow-data"), answer::body);
            }
        }
        assertEquals(
                201,
                console.post(
                                "experiments",
                                Map.of("name", "outside", "settings", Map.of("id", "imagefolder:../private")))
                        .statusCode());
        JsonNode outside = console.json("experiments/outside");
        assertFalse(outside.get("wired").asBoolean());
        assertTrue(outside.get("problems").toString().contains("--allow-data"), outside::toString);
        assertRefused(422, console.post("runs", Map.of("experiment", "outside")));
        assertEquals(
                204,
                Served.send(console.request("experiments/outside").DELETE()).statusCode());
        // what the operator allows is looked at, as is the command line's
        var allowed = console.post(
                "runs",
                Map.of("experiment", "demo", "settings", Map.of("id", "imagefolder:" + folder.resolve("allowed"))));
        assertFalse(allowed.body().contains("--allow-data"), allowed::body);
        var free = Isotherm.run(folder, "why", "demo", "id=imagefolder:../private");
        assertFalse(free.out().contains("--allow-data"), free::out);
    }

    @Test
    @Order(17)
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
    @Order(18)
    void manyGuessesAtOnceGetNowhereAndGuessingOnIsSlow() {
        List<Integer> codes = IntStream.range(0, MANY)
                .mapToObj(i -> stranger.posting("session", "{\"password\":\"guess " + i + "\"}")
                        .build())
                .map(request -> Served.CLIENT.sendAsync(request, BodyHandlers.ofString()))
                .toList()
                .stream()
                .map(answer -> answer.join().statusCode())
                .toList();
        assertTrue(codes.stream().allMatch(List.of(401, 429, 503)::contains), codes::toString);
        assertTrue(codes.stream().filter(code -> code == 401).count() <= 10, codes::toString);
    }

    /** Of all that has been guessed before, from this very machine, nothing keeps its owner out. */
    @Test
    @Order(19)
    void whereThePasswordWasRightBeforeItIsTakenWhoeverGuesses() throws Exception {
        String password = JSON.writeValueAsString(Map.of("password", Served.PASSWORD));
        assertRefused(429, Served.send(stranger.posting("session", password)));
        var answer = Served.send(stranger.posting("session", password).header("Cookie", console.device()));
        assertEquals(200, answer.statusCode(), answer::body);
    }

    /** More of each than the server has threads, all before anybody is signed in. */
    @Test
    @Order(20)
    void whoeverIsSlowOrStandsKeepsNobodyOut() throws Exception {
        String post = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        List<String> ways = List.of(
                post + "Content-Length: 1000\r\n\r\n{",
                post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-",
                "",
                "GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20));
        List<Socket> standing = new ArrayList<>();
        try {
            for (String way : ways) {
                for (int i = 0; i < 250; i++) {
                    var socket = new Socket();
                    socket.setReceiveBufferSize(1024);
                    socket.connect(new InetSocketAddress(console.address.getHost(), console.address.getPort()));
                    socket.getOutputStream().write(way.getBytes(StandardCharsets.ISO_8859_1));
                    standing.add(socket);
                }
                assertEquals(200, console.get("session").statusCode());
                assertEquals(200, stranger.get("session").statusCode());
                String password = JSON.writeValueAsString(Map.of("password", Served.PASSWORD));
                var entered = Served.send(stranger.posting("session", password).header("Cookie", console.device()));
                assertEquals(200, entered.statusCode(), entered::body);
            }
        } finally {
            for (Socket socket : standing) {
                socket.close();
            }
        }
        // what is larger than a password may be is not read before anybody is signed in
        var large = Map.of("password", "x".repeat(5000));
        assertRefused(413, stranger.post("session", large));
        assertRefused(413, stranger.post("password", large));
    }

    @Test
    @Order(21)
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
