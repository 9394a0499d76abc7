/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import isotherm.api.run.Seal;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.FullDisk;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.CharConversionException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The files a run left. Whatever is wrong with one of them ends in a line that names it and tells how to get it back. */
final class RunFolder {
    static final String RECORD = "run.json";
    static final String SUMMARY = "summary.json";
    static final String METRICS = "metrics.json";
    static final String GALLERY = "gallery.json";
    static final String TENSORS = "gallery.safetensors";
    static final String TRAINING = "train.csv";
    static final String PRETRAINING = "pretrain.csv";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final JsonFile record;

    private final boolean sealed;

    private RunFolder(Path folder, String name, JsonNode record) {
        this.folder = folder;
        this.record = new JsonFile(this, name, record);
        this.sealed = record.has(Seal.MEMBER);
    }

    /** @throws ProblemException where the folder holds no readable record of a run */
    static RunFolder open(Path folder) throws IOException {
        return open(folder, RECORD);
    }

    /**
     * What several runs came to, in a folder of its own.
     *
     * @throws ProblemException where the folder holds no readable summary
     */
    static RunFolder series(Path folder) throws IOException {
        return open(folder, SUMMARY);
    }

    private static RunFolder open(Path folder, String name) throws IOException {
        var unread = new RunFolder(folder, name, JsonNodeFactory.instance.objectNode());
        return new RunFolder(folder, name, unread.read(name));
    }

    JsonFile record() {
        return record;
    }

    /** Whether damage to its files can be told; releases before 1.1 sealed nothing. */
    boolean sealed() {
        return sealed;
    }

    /** Whether there is, or was, a table of that name. */
    boolean expects(String name) {
        return has(name) || !checksum(name).isEmpty();
    }

    private String checksum(String name) {
        return record.map(Seal.TABLES).getOrDefault(name, "");
    }

    boolean has(String name) {
        return Files.isRegularFile(folder.resolve(FileName.of(name)));
    }

    /** Whether the run came past its evaluation; every file of the evaluation must be there then. */
    boolean evaluated() {
        boolean completed = record.text("state").equals("COMPLETED");
        List<String> asked = record.texts("requested");
        return has(METRICS) || completed && (asked.contains("EVALUATE") || asked.contains("REPORT"));
    }

    JsonFile json(String name) throws IOException {
        return new JsonFile(this, name, read(name));
    }

    NumberTable table(String name) throws IOException {
        require(name);
        return table(name, folder.resolve(name));
    }

    private NumberTable table(String name, Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Seal.check(file, content, checksum(name), cure(name));
        try {
            return NumberTable.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            throw damaged(name, "it is no text");
        } catch (IllegalArgumentException e) {
            throw damaged(name, e.getMessage());
        }
    }

    /** The scores of a test set; a run of an earlier version has them under the bare label. */
    NumberTable scores(String set) throws IOException {
        Path scores = folder.resolve("scores");
        List<String> names = List.of(FileName.of(set) + ".csv", set + ".csv");
        if (Files.isDirectory(scores)) {
            List<Path> there;
            try (var files = Files.list(scores)) {
                there = files.toList();
            }
            for (String name : names) {
                for (Path file : there) {
                    if (file.getFileName().toString().equals(name)) {
                        return table("scores/" + name, file);
                    }
                }
            }
        }
        throw missing("scores/" + names.get(0));
    }

    /** The images, heatmaps and prototypes; owned by the caller. */
    StateDict tensors() {
        require(TENSORS);
        try {
            return SafeTensors.read(folder.resolve(TENSORS));
        } catch (ProblemException e) {
            throw damaged(TENSORS, e.problem().cause());
        }
    }

    ProblemException damaged(String name, String what) {
        return problem(ReasonCode.DATA_INVALID, name, folder + File.separator + name + " is damaged: " + what);
    }

    ProblemException missing(String name) {
        return problem(ReasonCode.DATA_MISSING, name, folder + File.separator + name + " is missing");
    }

    private ProblemException problem(ReasonCode code, String name, String cause) {
        return new ProblemException(new Problem(code, name, cause, cure(name)));
    }

    private String cure(String name) {
        return switch (name) {
            case SUMMARY -> "make it anew with: isotherm compare RUN… --mean --out DIR";
            case RECORD -> "put it back from a copy, or run the experiment anew";
            case TRAINING, PRETRAINING -> "put it back from a copy, or remove it to do without its curves";
            default -> "make it anew with: isotherm evaluate " + record.text("experiment");
        };
    }

    /** Puts a file there, whole or not at all. */
    Path write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.createDirectories(file.getParent());
        try {
            Files.write(part, content);
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            FullDisk.check(file, e);
            throw e;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void require(String name) {
        if (!has(name)) {
            throw missing(name);
        }
    }

    private JsonNode read(String name) throws IOException {
        require(name);
        try {
            byte[] content = Files.readAllBytes(folder.resolve(name));
            Seal.check(folder.resolve(name), content, cure(name));
            JsonNode root = JSON.readTree(content);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException | CharConversionException e) {
            // told below, together with JSON of another kind
        }
        throw damaged(name, "it is no JSON object");
    }
}
