/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, whole and as it is shipped: does the demo show what the method promises? */
class DemoIT {
    private static final long LIMIT_SECONDS = 900;

    @TempDir
    private Path folder;

    @Test
    void theShippedDemoTellsUnknownShapesAndShowsWhereTheyAre() throws Exception {
        // long enough for Java's best compiler to pay
        var result = Isotherm.start(folder, Map.of("ISOTHERM_JAVA_OPTS", ""), "run", "demo", "--quiet")
                .await(LIMIT_SECONDS);
        assertEquals(0, result.status(), result::err);
        Path run = TinyDemo.onlyRun(folder.resolve("runs"));
        JsonNode metrics = TinyDemo.metrics(run);
        assertTrue(metrics.path("classifier_accuracy").asDouble() >= 0.95, metrics::toPrettyString);
        var heatmap = stream(metrics.path("results"))
                .filter(row -> row.path("score").asText().equals("heatmap"))
                .toList();
        assertEquals(2, heatmap.size());
        heatmap.forEach(row -> assertTrue(row.path("auroc").asDouble() >= 0.95, row::toPrettyString));
        coldAndHot(run);
    }

    /** Where the report shows a heatmap, its scale being fixed by ID images: those are cold, the others have a hot region. */
    private static void coldAndHot(Path run) throws Exception {
        JsonNode gallery = TinyDemo.json(run.resolve("gallery.json"));
        double hot = gallery.path("scale_max").asDouble() / 2;
        float[][] heatmaps = heatmaps(run.resolve("gallery.safetensors"));
        JsonNode images = gallery.path("images");
        assertEquals(images.size(), heatmaps.length);
        double[] shares = IntStream.range(0, heatmaps.length)
                .mapToDouble(i -> share(heatmaps[i], hot))
                .toArray();
        double cold = mean(images, shares, "shapes");
        for (String set : new String[] {"texture", "shape"}) {
            double share = mean(images, shares, set);
            assertTrue(share > 0.05 && share > 4 * cold, set + " has " + share + " hot pixels, ID images " + cold);
        }
        assertTrue(cold < 0.05, cold + " of the pixels of ID images are hot");
    }

    private static double mean(JsonNode images, double[] shares, String dataset) {
        return IntStream.range(0, shares.length)
                .filter(i -> images.get(i).path("dataset").asText().equals(dataset))
                .mapToDouble(i -> shares[i])
                .average()
                .orElseThrow();
    }

    private static double share(float[] heatmap, double limit) {
        int hot = 0;
        for (float value : heatmap) {
            hot += value > limit ? 1 : 0;
        }
        return (double) hot / heatmap.length;
    }

    /** The tensor of that name, an image a row: safetensors is a header of JSON and plain numbers. */
    private static float[][] heatmaps(Path file) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        JsonNode entry = new ObjectMapper().readTree(header).path("heatmaps");
        int rows = entry.path("shape").get(0).asInt(),
                pixels =
                        entry.path("shape").get(1).asInt()
                                * entry.path("shape").get(2).asInt();
        var floats = bytes.position(
                        bytes.position() + entry.path("data_offsets").get(0).asInt())
                .asFloatBuffer();
        float[][] heatmaps = new float[rows][pixels];
        Arrays.stream(heatmaps).forEach(floats::get);
        return heatmaps;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return java.util.stream.StreamSupport.stream(array.spliterator(), false);
    }
}
