/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's report from its files alone, through the real command. */
class ReportCommandIT {
    @TempDir
    private Path folder;

    @Test
    void anInterruptedRunHasAReportAndADamagedFileIsOneLine() throws Exception {
        Path run = Files.createDirectories(folder.resolve("runs/demo-1"));
        Files.writeString(
                run.resolve("run.json"),
                """
                {"id":"demo-1","experiment":"demo","state":"INTERRUPTED","reason":"stopped by the user",
                 "requested":["TRAIN","REPORT"],"started":"2026-11-24T21:54:02Z","ended":""}
                """);
        Files.writeString(run.resolve("train.csv"), "epoch,loss\n1,9.5\n2,4.25\n");
        var written = Isotherm.run(folder, "report", "latest");
        assertEquals(
                "isotherm: run demo-1 was made before files were sealed: damage to them cannot be told\n",
                written.err());
        assertEquals(0, written.status());
        assertEquals("report: " + run.toRealPath().resolve("report.html") + "\n", written.out());
        String html = Files.readString(run.resolve("report.html"));
        assertTrue(html.contains("stopped by the user") && html.contains("Decoder: loss by epoch"), html);

        Files.writeString(run.resolve("train.csv"), "epoch,loss\n1,x\n");
        var refused = Isotherm.run(folder, "report", "demo-1");
        assertEquals(1, refused.status());
        assertEquals(
                "isotherm: " + run.toRealPath().resolve("train.csv")
                        + " is damaged: line 2 has no number in column loss"
                        + " – put it back from a copy, or remove it to do without its curves\n",
                refused.err());
    }
}
