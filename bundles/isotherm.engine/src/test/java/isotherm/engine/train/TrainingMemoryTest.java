/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of a process in which a decoder learns as in a run, checkpoints and snapshots included. A process of its own,
 * whose Java heap has its full size from the start: what it grows by is native memory.
 */
class TrainingMemoryTest {
    /** By then every buffer has been made. */
    private static final int WARM = 20;

    private static final int WINDOW = 20;
    /** The images of a batch that nobody closes are more. */
    private static final double MOST_A_STEP = 140_000;

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
        double slope = slope(bytes.subList(WARM, bytes.size()));
        assertTrue(slope < MOST_A_STEP, () -> "grew by " + slope + " bytes a step: " + bytes);
    }

    /**
     * Bytes a step. What the system reclaims and gives back again moves the resident size by megabytes, once and to both sides; a
     * leak raises the least of every window over that of every earlier one. So this is the median of the slopes between all pairs
     * of windows (Theil and Sen).
     */
    private static double slope(List<Long> bytes) {
        List<Long> least = IntStream.range(0, bytes.size() / WINDOW)
                .mapToObj(i -> Collections.min(bytes.subList(i * WINDOW, (i + 1) * WINDOW)))
                .toList();
        double[] slopes = IntStream.range(0, least.size())
                .boxed()
                .flatMap(i -> IntStream.range(i + 1, least.size())
                        .mapToObj(j -> (least.get(j) - least.get(i)) / ((double) (j - i) * WINDOW)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return slopes[slopes.length / 2];
    }

    @Test
    void aLeakHasASlopeAndAJumpHasNone() {
        var random = new SplittableRandom(1);
        List<Long> jump = LongStream.range(0, 280)
                .mapToObj(i -> (i < 100 ? 0 : 60L << 20) + random.nextLong(8L << 20))
                .toList();
        List<Long> leak = LongStream.range(0, 280)
                .mapToObj(i -> i * 250_000 - (i < 200 ? 0 : 50L << 20) + random.nextLong(8L << 20))
                .toList();
        assertTrue(slope(jump) < MOST_A_STEP, () -> "" + slope(jump));
        assertTrue(slope(leak) > MOST_A_STEP, () -> "" + slope(leak));
    }
}
