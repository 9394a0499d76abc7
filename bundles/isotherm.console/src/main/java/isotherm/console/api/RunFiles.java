/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.HeatmapFile;
import isotherm.api.run.Seal;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.image.PngChecksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Those files of a run that a browser may have: a closed list of names, and the pictures of one folder. A name from a request
 * is looked up among them; it never becomes a path itself.
 *
 * @param folder the run's folder
 */
record RunFiles(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CURE = "put it back from a copy, or start the experiment anew";
    private static final long LIMIT_BYTES = 64L << 20;
    private static final Map<String, String> NAMES = Map.of(
            "report.html", "text/html;charset=utf-8",
            "run.json", "application/json",
            "metrics.json", "application/json",
            "pretrain.csv", "text/csv;charset=utf-8",
            "train.csv", "text/csv;charset=utf-8");
    private static final String PICTURES = HeatmapFile.FOLDER;
    private static final Pattern PICTURE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+@-]*\\.png");

    /**
     * @param type its media type
     * @param bytes all of it
     */
    record Content(String type, byte[] bytes) {}

    /** The names that can be read now. */
    List<String> names() throws IOException {
        List<String> found = new ArrayList<>(
                NAMES.keySet().stream().sorted().filter(this::has).toList());
        pictures().map(file -> PICTURES + "/" + file.getFileName()).sorted().forEach(found::add);
        return found;
    }

    private Stream<Path> pictures() throws IOException {
        Path pictures = folder.resolve(PICTURES);
        if (!Files.isDirectory(pictures, LinkOption.NOFOLLOW_LINKS)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(pictures)) {
            return files
                    .filter(file ->
                            PICTURE.matcher(file.getFileName().toString()).matches())
                    .filter(RunFiles::plain)
                    .toList()
                    .stream();
        }
    }

    /** Whether one of the closed list is there. */
    boolean has(String name) {
        return NAMES.containsKey(name) && plain(folder.resolve(FileName.of(name)));
    }

    /** @throws ProblemException DATA_INVALID where the file is damaged */
    Optional<Content> read(String name) throws IOException {
        Optional<Path> path = path(name);
        if (path.isEmpty() || Files.size(path.get()) > LIMIT_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(path.get());
        if (name.endsWith(".json")) {
            Seal.check(path.get(), bytes, CURE);
        } else if (name.endsWith(".csv")) {
            Seal.check(path.get(), bytes, checksum(name), CURE);
        } else if (name.endsWith(".png") && !PngChecksums.fit(bytes)) {
            throw new ProblemException(
                    ReasonCode.DATA_INVALID,
                    name,
                    path.get() + " is damaged: it is no whole picture",
                    "make it anew with: isotherm report " + folder.getFileName());
        }
        return Optional.of(new Content(NAMES.getOrDefault(name, "image/png"), bytes));
    }

    /** Of a table, as the record has it; empty where there is none. */
    private String checksum(String name) throws IOException {
        Optional<Content> record = read("run.json");
        return record.isEmpty()
                ? ""
                : JSON.readTree(record.get().bytes())
                        .path(Seal.TABLES)
                        .path(name)
                        .asText();
    }

    private Optional<Path> path(String name) throws IOException {
        return has(name)
                ? Optional.of(folder.resolve(FileName.of(name)))
                : pictures()
                        .filter(file -> name.equals(PICTURES + "/" + file.getFileName()))
                        .findFirst();
    }

    /** A link, which may lead anywhere, is none. */
    private static boolean plain(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
