/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteTest {
    @Test
    void aVariableTakesOnePartAndAStarTheRest() {
        Route run = Route.of("GET", "/runs/{run}", exchange -> {});
        assertEquals(Optional.of(Map.of("run", "a b")), run.match("/runs/a b"));
        assertEquals(Optional.empty(), run.match("/runs/"));
        assertEquals(Optional.empty(), run.match("/runs/a/b"));
        assertEquals(Optional.empty(), run.match("/runs"));
        assertEquals(Optional.empty(), run.match("/else/a"));
        Route file = Route.of("GET", "/runs/{run}/files/{file*}", exchange -> {});
        assertEquals(
                Optional.of(Map.of("run", "a", "file", "heatmaps/1.png")), file.match("/runs/a/files/heatmaps/1.png"));
        assertEquals(Optional.empty(), file.match("/runs/a/files"));
    }
}
