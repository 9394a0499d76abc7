/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of a process in which a decoder learns as in a run, checkpoints and snapshots included. A process of its own,
 * whose Java heap has its full size from the start: what it grows by is native memory.
 */
class TrainingMemoryTest {
    /** By then every buffer has been made. */
    private static final int WARM = 20;

    @TempDir
    Path dir;

    /**
     * The heap is large enough for some sixty steps between two collections of garbage, so that arrays left for them show:
     * images alone would be 74 MB.
     */
    @Test
    void staysFlatOverThreeHundredSteps() throws Exception {
        var process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xms512m",
                        "-Xmx512m",
                        "-Xmn384m",
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "-Dorg.bytedeco.javacpp.platform.extension="
                                + System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WatchedTraining.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        List<Long> bytes = said.lines()
                .filter(line -> line.startsWith(WatchedTraining.BYTES))
                .map(line -> Long.parseLong(line.substring(WatchedTraining.BYTES.length())))
                .toList();
        assertEquals(300, bytes.size(), said);
        long most = bytes.stream().skip(WARM).mapToLong(Long::longValue).max().orElseThrow();
        long grown = most - bytes.get(WARM);
        assertTrue(grown < 40L << 20, () -> "grew by " + grown + " bytes");
    }
}
