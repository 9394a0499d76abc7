/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's start and end. */
class StoppedConsoleIT {
    private static final String SECRET = "the key store's secret";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void aRunUnderWayEndsWithACheckpointWhenTheConsoleIsStoppedAndWhatWasConfiguredIsThereAgain() throws Exception {
        String id;
        Isotherm.Result end;
        Map<String, JsonNode> experiments = new TreeMap<>();
        try (Served console = Served.in(folder).enter()) {
            experiments.put("formed", formed(console));
            experiments.put("dropped", dropped(console));
            // nobody asked for Felix's Web Console
            assertFalse(console.json("session").get("webConsole").asBoolean());
            assertEquals(404, new WebConsole(console).get("bundles").statusCode());
            Map<String, String> settings = Map.of("id", "shapes?count=120", "pretrain.epochs", "100000");
            var started = console.post("runs", Map.of("experiment", "demo", "settings", settings));
            assertEquals(202, started.statusCode(), started::body);
            id = JSON.readTree(started.body()).get("run").asText();
            Path log = folder.resolve("runs").resolve(id).resolve("pretrain.csv");
            while (TinyDemo.log(log).isEmpty()) {
                assertTrue(console.program.process().isAlive());
                Thread.sleep(50);
            }
            console.program.process().destroy();
            end = console.program.await();
        }
        assertEquals(128 + 15, end.status());
        assertEquals("isotherm: run " + id + " was interrupted – go on with 'isotherm resume " + id + "'\n", end.err());
        var record = TinyDemo.json(folder.resolve("runs").resolve(id).resolve("run.json"));
        assertEquals("INTERRUPTED", record.get("state").asText());
        assertEquals("stopped by the user", record.get("reason").asText());

        // the password outlives the program: there is no second token; this time the console speaks TLS
        Path keys = keyStore();
        try (Served again = Served.in(
                folder, Map.of("ISOTHERM_KEYSTORE_PASSWORD", SECRET), "--keystore", keys.toString(), "--web-console")) {
            assertEquals("", again.token);
            assertEquals("https", again.address.getScheme());
            var client = HttpClient.newBuilder().sslContext(trusting(keys)).build();
            var asked = HttpRequest.newBuilder(again.address.resolve("api/v1/runs"));
            assertEquals(
                    401, client.send(asked.build(), BodyHandlers.ofString()).statusCode());
            var answer = client.send(
                    again.posting("session", "{\"password\":\"" + Served.PASSWORD + "\"}")
                            .header(
                                    "Origin",
                                    again.address.resolve("/").toString().replaceFirst("/$", ""))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);
            String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
            assertTrue(cookie.contains("Secure") && cookie.contains("HttpOnly"), cookie);
            String user = cookie.replaceFirst(";.*", "");
            var runs = client.send(asked.header("Cookie", user).build(), BodyHandlers.ofString());
            assertEquals(
                    "INTERRUPTED", JSON.readTree(runs.body()).at("/0/state").asText());
            // so do experiments, with all their settings
            for (var experiment : experiments.entrySet()) {
                var kept = client.send(
                        HttpRequest.newBuilder(again.address.resolve("api/v1/experiments/" + experiment.getKey()))
                                .header("Cookie", user)
                                .build(),
                        BodyHandlers.ofString());
                assertEquals(experiment.getValue(), JSON.readTree(kept.body()), "after the restart");
            }
            // nor does Felix's Web Console, which shows every configuration, show what opens the key store
            for (String path : List.of("status-Configurations.txt", "configMgr/org.apache.felix.http.json")) {
                var shown = client.send(
                        HttpRequest.newBuilder(again.address.resolve("system/console/" + path))
                                .header("Cookie", user)
                                .build(),
                        BodyHandlers.ofString());
                assertEquals(200, shown.statusCode(), path);
                assertTrue(shown.body().contains("org.apache.felix.http"), shown::body);
                assertFalse(shown.body().contains(SECRET), shown::body);
            }
            // nothing speaks plainly there
            assertFalse(again.raw("GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n")
                    .contains("<!doctype html>"));
        }
        var wrong = Isotherm.start(
                        folder,
                        Map.of("ISOTHERM_KEYSTORE_PASSWORD", "wrong"),
                        "serve",
                        "--port",
                        "0",
                        "--keystore",
                        keys.toString())
                .await();
        assertEquals(1, wrong.status());
        assertTrue(wrong.err().startsWith("isotherm: key store " + keys + " cannot be opened"), wrong::err);
    }

    /** An experiment that somebody creates in the console. */
    private static JsonNode formed(Served console) throws Exception {
        Map<String, String> settings = Map.of("epochs", "7", "ood.test", "a=shapes:ood-shapes;b=shapes:x\"=\\");
        var created = console.post("experiments", Map.of("name", "formed", "settings", settings));
        assertEquals(201, created.statusCode(), created::body);
        JsonNode formed = console.json("experiments/formed");
        settings.forEach((key, value) ->
                assertEquals(value, formed.get("settings").get(key).asText()));
        return formed;
    }

    /** An experiment that somebody puts into the load folder. */
    private JsonNode dropped(Served console) throws Exception {
        Files.writeString(
                folder.resolve("load/isotherm.experiment-dropped.config"),
                "description=\"somebody's own\"\nseed=L\"5\"\nscores=[\"heatmap\", \"msp\"]\n");
        for (int i = 0; i < 3000 && console.get("experiments/dropped").statusCode() == 404; i++) {
            Thread.sleep(100);
        }
        JsonNode dropped = console.json("experiments/dropped");
        assertEquals("somebody's own", dropped.get("description").asText());
        assertEquals("5", dropped.at("/settings/seed").asText());
        assertEquals("heatmap;msp", dropped.at("/settings/scores").asText().replaceAll("[,;] ?", ";"));
        return dropped;
    }

    private Path keyStore() throws Exception {
        Path keys = folder.resolve("console.p12");
        var process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "console",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        SECRET,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertEquals(0, process.waitFor(), Files.readString(folder.resolve("keytool.txt")));
        return keys;
    }

    private static SSLContext trusting(Path keys) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var store = KeyStore.getInstance(keys.toFile(), SECRET.toCharArray());
        var known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("console", store.getCertificate("console"));
        trust.init(known);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var result = Isotherm.start(
                            folder,
                            Map.of("ISOTHERM_STATE", folder.resolve("state").toString()),
                            "serve",
                            "--port",
                            String.valueOf(taken.getLocalPort()))
                    .await();
            assertEquals(
                    "isotherm: port " + taken.getLocalPort() + " of 127.0.0.1 cannot be listened on"
                            + " – another program may have it: choose another with --port\n",
                    result.err());
            assertEquals(1, result.status());
            assertEquals("", result.out());
        }
    }

    /** What opens a port lies where no other command looks. */
    @Test
    void theHttpServiceIsInstalledByNoOtherCommand() throws Exception {
        for (String part : new String[] {"bundle", "shell", "lib"}) {
            try (var jars = Files.list(Isotherm.DISTRIBUTION.resolve(part))) {
                assertTrue(jars.noneMatch(jar -> jar.toString().matches(".*(http|jetty|isotherm\\.console).*")), part);
            }
        }
        assertTrue(Files.isDirectory(Isotherm.DISTRIBUTION.resolve("console")));
    }
}
