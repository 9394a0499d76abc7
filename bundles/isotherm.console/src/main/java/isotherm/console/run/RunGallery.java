/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.HeatmapFile;
import isotherm.api.run.Seal;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run shows of its test sets: the scores of all images, for thresholds other than the run's own, and some images with
 * their heatmaps.
 *
 * @param score the score that decides
 * @param threshold the run's own: 95 % of the ID images stay up to it
 * @param sets the ID set first
 * @param images those with heatmaps
 */
public record RunGallery(String score, double threshold, List<TestSet> sets, List<Shown> images) {
    /**
     * @param name its label
     * @param ood whether it is an OOD set
     * @param scores of all its images, higher = more OOD
     */
    public record TestSet(String name, boolean ood, double[] scores) {}

    /**
     * @param dataset label of its set
     * @param ood whether that is an OOD set
     * @param index its place in the set
     * @param file the overlay among the run's files
     * @param label its class in its own data set; empty where it has none
     * @param predicted the class it is taken for
     * @param score its score
     */
    public record Shown(
            String dataset, boolean ood, int index, String file, String label, String predicted, double score) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CURE = "put it back from a copy, or evaluate the experiment anew";
    private static final long LIMIT_BYTES = 64L << 20;

    /** Empty where the run was not evaluated yet. */
    public static Optional<RunGallery> of(Path folder) throws IOException {
        if (!plain(folder.resolve("gallery.json")) || !plain(folder.resolve("metrics.json"))) {
            return Optional.empty();
        }
        JsonNode record = json(folder, "run.json");
        JsonNode gallery = json(folder, "gallery.json");
        String score = gallery.path("score").asText();
        Set<String> names = new LinkedHashSet<>();
        json(folder, "metrics.json")
                .path("results")
                .forEach(result -> names.add(result.path("dataset").asText()));
        List<TestSet> sets = new ArrayList<>();
        sets.add(new TestSet("id", false, scores(folder, record, "id", score)));
        for (String name : names) {
            sets.add(new TestSet(name, true, scores(folder, record, name, score)));
        }
        JsonNode classes = record.path("classes");
        List<Shown> images = new ArrayList<>();
        gallery.path("images").forEach(image -> images.add(shown(folder, image, classes)));
        return Optional.of(new RunGallery(score, gallery.path("threshold").asDouble(), sets, images));
    }

    private static Shown shown(Path folder, JsonNode image, JsonNode classes) {
        String dataset = image.path("dataset").asText();
        int index = image.path("index").asInt();
        return new Shown(
                dataset,
                image.path("kind").asText().equals("ood"),
                index,
                picture(folder, dataset, index),
                label(image, classes),
                classes.path(image.path("predicted").asInt(-1)).asText(),
                image.path("score").asDouble());
    }

    /** A run of an earlier version names no classes; those of its record are the ID set's, and say nothing of others. */
    private static String label(JsonNode image, JsonNode classes) {
        if (image.path("class").isTextual()) {
            return image.path("class").asText();
        }
        boolean ood = image.path("kind").asText().equals("ood");
        return ood ? "" : classes.path(image.path("label").asInt(-1)).asText();
    }

    /** Its path below the run's folder; a run of an earlier version may have it under a name that other sets could share. */
    private static String picture(Path folder, String dataset, int index) {
        String name = HeatmapFile.of(dataset, index);
        return Files.exists(folder.resolve(name))
                ? name
                : HeatmapFile.FOLDER + "/" + dataset.replaceAll("[^A-Za-z0-9]+", "-") + "-" + index + ".png";
    }

    private static double[] scores(Path folder, JsonNode record, String set, String score) throws IOException {
        Path file = file(folder.resolve("scores"), set);
        byte[] content = Files.readAllBytes(file);
        Seal.check(
                file,
                content,
                record.path(Seal.TABLES).path("scores/" + file.getFileName()).asText(),
                CURE);
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        int column = lines.isEmpty() ? -1 : List.of(lines.get(0).split(",")).indexOf(score);
        if (column < 0) {
            throw damaged("scores of '" + set + "'");
        }
        try {
            return lines.stream()
                    .skip(1)
                    .mapToDouble(line -> Double.parseDouble(line.split(",")[column]))
                    .filter(Double::isFinite)
                    .toArray();
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw damaged("scores of '" + set + "'");
        }
    }

    /** One of those that there are; a run of an earlier version has it under the bare label. */
    private static Path file(Path scores, String set) throws IOException {
        if (Files.isDirectory(scores, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> there;
            try (Stream<Path> files = Files.list(scores)) {
                there = files.toList();
            }
            for (String name : List.of(FileName.of(set) + ".csv", set + ".csv")) {
                for (Path file : there) {
                    if (file.getFileName().toString().equals(name) && plain(file)) {
                        return file;
                    }
                }
            }
        }
        throw damaged("scores of '" + set + "'");
    }

    private static JsonNode json(Path folder, String name) throws IOException {
        if (!plain(folder.resolve(name))) {
            throw damaged(name);
        }
        try {
            byte[] content = Files.readAllBytes(folder.resolve(name));
            Seal.check(folder.resolve(name), content, CURE);
            return JSON.readTree(content);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw damaged(name);
        }
    }

    private static boolean plain(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LIMIT_BYTES;
    }

    private static ProblemException damaged(String what) {
        return new ProblemException(ReasonCode.DATA_INVALID, what, what + " of the run is missing or damaged", CURE);
    }
}
