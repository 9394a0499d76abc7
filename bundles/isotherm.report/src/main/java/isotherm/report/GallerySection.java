/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import isotherm.api.dataset.RgbImage;
import isotherm.api.run.HeatmapFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The images of gallery.json with the heatmaps over them, set by set. Building it also writes the heatmaps to heatmaps/*.png.
 *
 * @param gradient the colour scale as a CSS gradient
 * @param ticks numbers along it
 * @param calibration how the scale's end was found
 * @param score the score that decides
 * @param threshold above which an image is called OOD
 */
record GallerySection(
        String gradient, List<String> ticks, String calibration, String score, String threshold, List<Group> groups) {
    /** @param ood whether the images come with prototypes */
    record Group(String name, boolean ood, String summary, List<Card> cards) {}

    /** @param right whether the threshold decided rightly */
    record Card(
            String name,
            String image,
            String overlay,
            String prototype,
            String seen,
            String score,
            String verdict,
            boolean right) {}

    static GallerySection of(RunFolder run) throws IOException {
        JsonFile gallery = run.json(RunFolder.GALLERY);
        double end = gallery.number("scale_max");
        if (!(end > 0)) {
            throw run.damaged(RunFolder.GALLERY, "'scale_max' is not above 0");
        }
        Map<String, List<JsonFile>> sets = new LinkedHashMap<>();
        for (JsonFile one : gallery.list("images")) {
            sets.computeIfAbsent(one.required("kind") + " " + one.required("dataset"), k -> new ArrayList<>())
                    .add(one);
        }
        List<Group> groups = new ArrayList<>();
        if (!sets.isEmpty()) {
            try (var tensors = new GalleryTensors(run)) {
                var painter = new Painter(run, tensors, end, gallery.number("threshold"));
                for (List<JsonFile> set : sets.values()) {
                    groups.add(painter.group(set));
                }
            }
        }
        return new GallerySection(
                OverlayRenderer.gradient(),
                List.of("0", Text.number(end / 2), Text.number(end)),
                calibration(gallery),
                gallery.text("score"),
                Text.number(gallery.number("threshold")),
                groups);
    }

    private static String calibration(JsonFile gallery) {
        if (gallery.number("scale_max") == 1) {
            return "It ends at 1, the largest magnitude there is.";
        }
        return "It ends at " + Text.exact(gallery.number("scale_factor")) + " times the magnitude that "
                + Text.exact(Math.round(1e4 * gallery.number("scale_share")) / 100.0)
                + " % of all pixels of the ID test images stay below.";
    }

    /** Paints the images of one gallery. */
    private record Painter(RunFolder run, GalleryTensors tensors, double end, double threshold) {
        Group group(List<JsonFile> set) throws IOException {
            boolean ood = set.get(0).text("kind").equals("ood");
            List<Card> cards = new ArrayList<>();
            for (JsonFile one : set) {
                cards.add(card(one, ood));
            }
            long right = cards.stream().filter(Card::right).count();
            return new Group(
                    set.get(0).text("dataset"),
                    ood,
                    right + " of " + cards.size() + (ood ? " flagged" : " accepted"),
                    cards);
        }

        private Card card(JsonFile one, boolean ood) throws IOException {
            int row = one.integer("image");
            RgbImage image = tensors.image("images", row);
            byte[] overlay = new OverlayRenderer().overlay(image, tensors.heatmap(row, image), end);
            run.write(HeatmapFile.of(one.text("dataset"), one.integer("index")), overlay);
            int prototype = one.integer("prototype");
            double score = one.number("score");
            boolean flagged = score > threshold;
            return new Card(
                    one.text("dataset") + " " + one.integer("index"),
                    uri(OverlayRenderer.plain(image)),
                    uri(overlay),
                    prototype < 0 ? "" : uri(OverlayRenderer.plain(tensors.image("prototypes", prototype))),
                    seen(one, ood),
                    Text.number(score),
                    flagged ? (ood ? "flagged" : "false alarm") : ood ? "missed" : "accepted",
                    flagged == ood);
        }

        private String seen(JsonFile one, boolean ood) {
            int label = one.integer("label");
            int predicted = one.integer("predicted");
            if (ood || label < 0) {
                // its class is one of its own data set, which the run's classes are not
                String own = one.text("class");
                return (own.isEmpty() ? "" : own + ", ") + "seen as " + className(predicted);
            }
            return className(label) + (label == predicted ? "" : ", seen as " + className(predicted));
        }

        private String className(int index) {
            List<String> classes = run.record().texts("classes");
            return index >= 0 && index < classes.size() ? classes.get(index) : "class " + index;
        }

        private static String uri(byte[] png) {
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        }
    }
}
