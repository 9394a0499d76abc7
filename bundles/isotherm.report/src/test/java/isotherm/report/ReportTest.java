/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final String RUN =
            "{\"id\":\"r1\",\"experiment\":\"<script>alert(1)</script>\",\"state\":\"DONE\",\"preset\":\"corrected\"}";

    @TempDir
    Path folder;

    @Test
    void aCompleteRunShowsItsValuesAndLoadsNothing() throws IOException {
        put("run.json", RUN);
        put("train.csv", "epoch,loss\n0,9.5\n1,4.25\n");
        Files.createDirectory(folder.resolve("scores"));
        put("scores/id.csv", "index,label,predicted,heatmap\n0,1,1,0.1\n1,1,1,0.2\n");
        put("scores/svhn.csv", "index,label,predicted,heatmap\n0,1,1,0.3\n1,1,1,0.15\n");
        put(
                "metrics.json",
                "{\"thresholds\":{\"heatmap\":0.2},\"results\":[{\"dataset\":\"svhn\",\"score\":\"heatmap\",\"auroc\":0.8765},"
                        + "{\"dataset\":\"svhn\",\"score\":\"msp\",\"auroc\":0.5}],"
                        + "\"average\":[{\"score\":\"heatmap\",\"auroc\":0.8765}]}");
        putGallery();
        String html = Files.readString(new HtmlReport().write(folder));
        assertTrue(Files.isRegularFile(folder.resolve("heatmaps/-svhn-7.png")));
        assertTrue(html.contains("its prototype") && html.contains("flagged"));
        assertTrue(html.contains("<strong>87.65</strong>") && html.contains("50.00"));
        assertTrue(html.contains("class='mark'") && html.contains("Training loss by epoch"));
        assertFalse(html.contains("<script") || html.contains("http:") || html.contains("https:"));
        assertTrue(html.contains("&lt;script&gt;"));
    }

    @Test
    void anInterruptedRunSaysWhatIsNotThere() throws IOException {
        put("run.json", RUN);
        String html = Files.readString(new HtmlReport().write(folder));
        assertTrue(html.contains("has no heatmaps")
                && html.contains("has no results")
                && html.contains("has no scores")
                && html.contains("no training"));
    }

    @Test
    void coldLeavesTheImageAndHotGlows() throws IOException {
        RgbImage image = new RgbImage(2, 1, new byte[] {10, 20, 30, 10, 20, 30});
        byte[] png = new OverlayRenderer().overlay(image, new float[] {0, 5}, 1);
        var read = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(128, read.getHeight());
        assertEquals(0x0a141e, read.getRGB(0, 0) & 0xffffff);
        assertTrue((read.getRGB(255, 0) >> 16 & 0xff) > 200);
    }

    private void putGallery() throws IOException {
        put(
                "gallery.json",
                "{\"scale_max\":0.5,\"threshold\":0.1,\"images\":[{\"dataset\":\"../svhn\",\"kind\":\"ood\",\"index\":7,"
                        + "\"score\":0.3,\"image\":0,\"prototype\":0}]}");
        String header = "{\"images\":{\"dtype\":\"F32\",\"shape\":[1,3,2,2],\"data_offsets\":[0,48]},"
                + "\"prototypes\":{\"dtype\":\"F32\",\"shape\":[1,3,2,2],\"data_offsets\":[0,48]},"
                + "\"heatmaps\":{\"dtype\":\"F32\",\"shape\":[1,2,2],\"data_offsets\":[48,64]}}";
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 64).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 16; i++) {
            bytes.putFloat(i / 16f);
        }
        Files.write(folder.resolve("gallery.safetensors"), bytes.array());
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
