/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.dataset.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The images of gallery.json with their overlays: into the page, and as heatmaps/*.png. */
final class Gallery {
    private Gallery() {}

    /** Fills the page; leaves the section out where a file of it is absent. */
    static void fill(Path folder, Map<String, Object> page) throws IOException {
        page.put("gallery", List.of());
        page.put("gradient", ColorMap.css());
        Path list = folder.resolve("gallery.json");
        Path tensors = folder.resolve("gallery.safetensors");
        if (!Files.isRegularFile(list) || !Files.isRegularFile(tensors)) {
            return;
        }
        JsonNode gallery = new ObjectMapper().readTree(list.toFile());
        double scale = gallery.path("scale_max").asDouble();
        page.put("scale", Text.number(scale));
        List<Map<String, Object>> items = new ArrayList<>();
        Path heatmaps = Files.createDirectories(folder.resolve("heatmaps"));
        try (GalleryTensors t = new GalleryTensors(tensors)) {
            for (JsonNode one : gallery.path("images")) {
                int row = one.path("image").asInt();
                RgbImage image = image(t, "images", row);
                byte[] overlay = new OverlayRenderer().overlay(image, t.row("heatmaps", row), scale);
                // the name becomes a file's: nothing but letters and digits of it does
                String name = one.path("dataset").asText().replaceAll("[^A-Za-z0-9]+", "-");
                put(heatmaps, name + "-" + one.path("index").asInt() + ".png", overlay);
                int prototype = one.path("prototype").asInt(-1);
                String other = prototype < 0 ? "" : uri(OverlayRenderer.plain(image(t, "prototypes", prototype)));
                boolean flagged =
                        one.path("score").asDouble() > gallery.path("threshold").asDouble();
                items.add(Map.of(
                        "name",
                                one.path("dataset").asText() + " "
                                        + one.path("index").asInt(),
                        "kind", one.path("kind").asText().toUpperCase(Locale.ROOT),
                        "score", Text.number(one.path("score").asDouble()),
                        "decision", flagged ? "flagged" : "accepted",
                        "image", uri(OverlayRenderer.plain(image)),
                        "overlay", uri(overlay),
                        "prototype", other));
            }
        }
        page.put("gallery", items);
    }

    private static RgbImage image(GalleryTensors t, String tensor, int row) throws IOException {
        float[] values = t.row(tensor, row);
        int height = t.size(tensor, 2);
        int width = t.size(tensor, 3);
        int pixels = width * height;
        if (values.length != 3 * pixels) {
            throw new IOException("tensor '" + tensor + "' holds no colour images");
        }
        byte[] rgb = new byte[values.length];
        for (int i = 0; i < rgb.length; i++) {
            float v = values[i % 3 * pixels + i / 3];
            rgb[i] = (byte) Math.round(Math.max(0, Math.min(255, (v + 1) * 127.5)));
        }
        return new RgbImage(width, height, rgb);
    }

    private static void put(Path folder, String name, byte[] bytes) throws IOException {
        Path part = folder.resolve("." + name + ".part");
        Files.write(part, bytes);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String uri(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
