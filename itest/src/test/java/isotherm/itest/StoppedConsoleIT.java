/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's start and end. */
class StoppedConsoleIT {
    @TempDir
    private Path folder;

    @Test
    void aRunUnderWayEndsWithACheckpointWhenTheConsoleIsStopped() throws Exception {
        String id;
        Isotherm.Result end;
        try (Served console = Served.in(folder).enter()) {
            Map<String, String> settings = Map.of("id", "shapes?count=120", "pretrain.epochs", "100000");
            var started = console.post("runs", Map.of("experiment", "demo", "settings", settings));
            assertEquals(202, started.statusCode(), started::body);
            id = new ObjectMapper().readTree(started.body()).get("run").asText();
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

        // the password outlives the program: there is no second token
        try (Served again = Served.in(folder)) {
            assertEquals("", again.token);
            assertEquals(401, again.get("runs").statusCode());
            again.signedIn(again.post("session", Map.of("password", Served.PASSWORD)));
            assertEquals("INTERRUPTED", again.json("runs").get(0).get("state").asText());
        }
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
