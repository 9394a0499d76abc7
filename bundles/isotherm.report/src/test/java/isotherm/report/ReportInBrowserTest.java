/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in Chromium: nothing sticks out at any width, every image decodes, nothing is complained about or run. */
class ReportInBrowserTest {
    @TempDir
    Path folder;

    @Test
    void fitsItsWidthAndShowsEveryImage() throws Exception {
        SampleRun.in(Files.createDirectory(folder.resolve("run")));
        shown();
    }

    @Test
    void scriptInTheRunsTextsIsNotRun() throws Exception {
        var run = SampleRun.in(Files.createDirectory(folder.resolve("run")));
        String hostile =
                "</style></title>\"'><script>top.document.title='ran'</script><img src=x onerror=\"top.document.title='ran'\">";
        run.set("run.json", "experiment", hostile);
        run.set("run.json", "settings", Map.of(hostile, hostile));
        shown();
    }

    private void shown() throws IOException, InterruptedException {
        Chromium.Look look = Chromium.look(new HtmlReport().write(folder.resolve("run")), folder, 400, 1280);
        assertEquals("", look.complaints());
        assertEquals("looked", look.title());
        assertEquals(2, look.pages().size());
        for (JsonNode page : look.pages()) {
            assertEquals(page.get("frame").asInt(), page.get("width").asInt(), page::toString);
            assertEquals("[]", page.get("wide").toString());
            assertEquals(10, page.get("images").asInt());
            assertEquals(0, page.get("broken").asInt());
            assertTrue(page.get("height").asInt() > 1000, page::toString);
        }
    }
}
