/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large test set in bounded memory: killed while its features are computed, killed while it is scored, resumed, and each
 * image computed and scored once. 1,500 images by default, 200,000 in the profile {@code full}.
 */
class LargeSetIT {
    private static final int IMAGES = Integer.getInteger("isotherm.large.set", 1500);
    private static final int BATCH = 100;
    private static final int FOLDER = 1000;
    private static final long MOST_KILOBYTES = 4_000_000;
    private static final long LIMIT_SECONDS = 3600;

    /** Above this, scoring the set twice to compare takes too long. */
    private static final int COMPARED = 10_000;

    private static final Map<String, String> HEAP = Map.of("ISOTHERM_JAVA_OPTS", "-Xmx1g");
    private static final List<String> LINE = List.of(
            "run",
            "demo",
            "id=shapes?count=200&size=64",
            "ood.train=shapes:aux?count=100&size=64",
            "ood.test=large=imagefolder:large",
            "image.size=64",
            "decoder.options=fc=16;filters=32,16,8,8,8",
            "pretrain.epochs=2",
            "epochs=2",
            "batch.size=" + BATCH,
            "bootstrap=0",
            "gallery.count=4");

    @TempDir
    private Path folder;

    private long peak;

    @Test
    void aLargeSetIsScoredInBoundedMemoryAndNoImageTwice() throws Exception {
        images(folder.resolve("data/large"));
        List<String> whole = IMAGES > COMPARED ? List.of() : undisturbed();
        Path runs = folder.resolve("runs");

        long begin = System.nanoTime();
        var first = Isotherm.start(folder, HEAP, LINE.toArray(String[]::new));
        kill(first, () -> rows(runs) >= IMAGES / 3);
        int computed = rows(runs);
        assertTrue(computed < IMAGES, "killed too late");
        Path run = TinyDemo.onlyRun(runs);

        var second = Isotherm.start(folder, HEAP, "resume", "latest");
        Path journal = run.resolve("checkpoints/scores-0.journal");
        // each batch has three scores of 8 bytes an image; a few have heatmaps for the gallery as well
        kill(second, () -> Files.exists(journal) && Files.size(journal) >= IMAGES / 3 * 24L);
        assertEquals(List.of(computed), after(second.output(), "features"));

        var third = Isotherm.start(folder, HEAP, "resume", "latest");
        while (third.process().isAlive()) {
            watch(third.process().pid());
            Thread.sleep(20);
        }
        var end = third.await(LIMIT_SECONDS);
        assertEquals(0, end.status(), end::err);
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertEquals(List.of(), after(end.out(), "features"), "they were all there");
        int scored = after(end.out(), "scores").get(0);
        assertTrue(scored > 0 && scored < IMAGES && scored % BATCH == 0, () -> "went on after " + scored);
        assertTrue(end.out().matches("(?s).*evaluate +large .*"), end::out);

        List<String> lines = Files.readAllLines(run.resolve("scores/large.csv"));
        assertEquals(1 + IMAGES, lines.size());
        for (int i = 0; i < IMAGES; i++) {
            assertTrue(lines.get(1 + i).startsWith(i + ","), lines.get(1 + i));
        }
        if (!whole.isEmpty()) {
            assertEquals(whole, lines);
        }
        assertTrue(peak > 0 && peak < MOST_KILOBYTES, () -> "the process held " + peak + " kB");
        System.out.printf(
                "%,d images, killed twice and resumed: %.0f s, %.0f images/s, at most %,d MB%n",
                IMAGES, seconds, IMAGES / seconds, peak / 1000);
    }

    private List<String> undisturbed() throws Exception {
        var line = new ArrayList<>(LINE);
        line.addAll(List.of("--runs", "whole"));
        var result = Isotherm.start(folder, HEAP, line.toArray(String[]::new)).await();
        assertEquals(0, result.status(), result::err);
        return Files.readAllLines(TinyDemo.onlyRun(folder.resolve("whole")).resolve("scores/large.csv"));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void kill(Isotherm command, Condition condition) throws Exception {
        while (!condition.holds()) {
            if (!command.process().isAlive()) {
                throw new AssertionError("ended before it could be killed: " + command.await());
            }
            watch(command.process().pid());
            Thread.sleep(5);
        }
        command.process().destroyForcibly();
        assertEquals(128 + 9, command.await().status());
    }

    /** Rows in the journal of the large set's features, which is the last one under way. */
    private static int rows(Path runs) throws IOException {
        Path features = runs.resolve(".cache/features");
        if (!Files.isDirectory(features)) {
            return 0;
        }
        int most = 0;
        try (var sets = Files.list(features)) {
            for (Path set : sets.toList()) {
                Path journal = set.resolve(".unfinished/journal.csv");
                if (Files.exists(journal)) {
                    String text = Files.readString(journal);
                    most = Math.max(
                            most,
                            text.substring(0, text.lastIndexOf('\n') + 1)
                                    .lines()
                                    .skip(1)
                                    .mapToInt(line -> Integer.parseInt(line.split(",")[0]))
                                    .sum());
                }
            }
        }
        return most;
    }

    /** After how many images of the large set a command went on. */
    private static List<Integer> after(String output, String what) {
        Matcher matcher = Pattern.compile(
                        "going on with the " + what + " of 'large' after (\\d+) of " + IMAGES + " images")
                .matcher(output);
        var found = new ArrayList<Integer>();
        while (matcher.find()) {
            found.add(Integer.valueOf(matcher.group(1)));
        }
        return found;
    }

    /** Notes the largest resident set of a process so far. */
    private void watch(long process) throws IOException {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    peak = Math.max(peak, Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
        } catch (IOException e) {
            // it has just ended
        }
    }

    /** Blots of colour, as JPEG files of 64 × 64 pixels, in folders of a thousand. */
    private static void images(Path folder) throws IOException {
        ImageIO.setUseCache(false);
        for (int i = 0; i < IMAGES; i += FOLDER) {
            Files.createDirectories(folder.resolve(String.format("%04d", i / FOLDER)));
        }
        IntStream.range(0, IMAGES).parallel().forEach(i -> {
            var random = new SplittableRandom(i);
            var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
            int first = random.nextInt(1 << 24), second = random.nextInt(1 << 24), stripe = 4 + random.nextInt(20);
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (p % 64 + p / 64) / stripe % 2 == 0 ? first : second;
            }
            try {
                ImageIO.write(
                        image,
                        "jpg",
                        folder.resolve(String.format("%04d/%06d.jpg", i / FOLDER, i))
                                .toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
