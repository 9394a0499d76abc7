/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchOptionsTest {
    private static LaunchOptions of(String... args) {
        return LaunchOptions.of(List.of(args), Map.of());
    }

    @Test
    void foldersAreBesideTheUserByDefault() {
        assertEquals(Path.of("data").toAbsolutePath(), of("list").data());
        assertEquals(Path.of("runs").toAbsolutePath(), of("list").runs());
    }

    @Test
    void optionsStandAnywhereInEitherForm() {
        var options = of("--data=/d", "run", "demo", "--runs", "/r", "--verbose");
        assertEquals(Path.of("/d"), options.data());
        assertEquals(Path.of("/r"), options.runs());
        assertTrue(options.verbose());
    }

    @Test
    void anOptionBeatsTheEnvironment() {
        var environment = Map.of("ISOTHERM_DATA", "/from/environment", "ISOTHERM_RUNS", "/runs");
        var options = LaunchOptions.of(List.of("--data", "/given"), environment);
        assertEquals(Path.of("/given"), options.data());
        assertEquals(Path.of("/runs"), options.runs());
    }

    @Test
    void whatUsersAddMayLieElsewhere() {
        var environment = Map.of("ISOTHERM_LOAD", "/added");
        assertEquals(
                Path.of("/added"),
                LaunchOptions.of(List.of(), environment).load().orElseThrow());
        assertTrue(of("list").load().isEmpty());
    }

    @Test
    void theCommandIsTheFirstWordThatIsNoOption() {
        assertEquals("list", of("--data", "/d", "--json", "list", "backbone").command());
        assertEquals("", of("--data", "/d").command());
    }

    @Test
    void foldersAreAllowedToTheConsoleOneByOne() {
        var options = of("serve", "--allow-data", "/a", "--allow-data=/b/../c", "--web-console");
        assertEquals(List.of(Path.of("/a"), Path.of("/c")), options.allowed());
        assertTrue(options.webConsole());
        assertEquals("serve", of("--allow-data", "/a", "serve").command());
        assertEquals(List.of(), of("serve").allowed());
    }

    @Test
    void anOptionWithoutItsValueIsLeftToTheParser() {
        assertEquals("cpu", of("list", "--backend").backend());
    }
}
