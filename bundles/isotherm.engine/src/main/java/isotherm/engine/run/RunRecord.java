/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Seal;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.work.Hash;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A run's run.json: what it was told to do, what it did, and with what. Safe for use by several threads. */
final class RunRecord {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CURE = "put it back from a copy, or start the experiment anew";
    private final Path folder;
    private final ObjectNode root;
    private final boolean sealed;

    private RunRecord(Path folder, ObjectNode root, boolean sealed) {
        this.folder = folder;
        this.root = root;
        this.sealed = sealed;
    }

    static RunRecord create(Path folder) {
        var record = new RunRecord(folder, JSON.createObjectNode(), true);
        record.root.put("id", folder.getFileName().toString());
        return record;
    }

    /** @throws ProblemException DATA_INVALID where the file is no record, or damaged */
    static RunRecord read(Path folder) {
        Path file = new RunFiles(folder).record();
        try {
            byte[] content = Files.readAllBytes(file);
            boolean sealed = Seal.check(file, content, CURE);
            if (JSON.readTree(content) instanceof ObjectNode node
                    && node.path("id").isTextual()) {
                node.remove(Seal.MEMBER);
                return new RunRecord(folder, node, sealed);
            }
        } catch (IOException e) {
            // told below, together with a file of another kind
        }
        throw damaged(file);
    }

    private static ProblemException damaged(Path file) {
        return new ProblemException(
                ReasonCode.DATA_INVALID, file.toString(), file + " is damaged, or no record of a run", CURE);
    }

    /** Whether it had a seal when it was read; those of releases before 1.1 had none, and their files have none. */
    boolean sealed() {
        return sealed;
    }

    /**
     * Replaces a table of the run. The record has the new checksum beside the old one before the table appears, so that one of
     * them fits whenever the process dies.
     */
    void table(Path file, Work.Text text) throws IOException {
        Files.createDirectories(file.getParent());
        var now = new String[1];
        AtomicFile.write(file, text, sha256 -> {
            now[0] = sha256;
            String before = recorded(file).isEmpty() && Files.exists(file) ? Hash.file(file) : recorded(file);
            add(Seal.TABLES, Map.of(name(file), (sha256 + " " + before).strip()));
            write();
        });
        add(Seal.TABLES, Map.of(name(file), now[0]));
    }

    /**
     * The content of a table of the run.
     *
     * @throws ProblemException DATA_INVALID where it is not what was written
     */
    byte[] table(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Seal.check(file, content, recorded(file), CURE);
        return content;
    }

    private String recorded(Path file) {
        return map(Seal.TABLES).getOrDefault(name(file), "");
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    /** The run's folder. */
    Path folder() {
        return folder;
    }

    synchronized void put(String key, String value) {
        root.put(key, value);
    }

    synchronized void set(String key, Object value) {
        root.set(key, JSON.valueToTree(value));
    }

    /** Adds to the values below a key, or replaces those of the same names. */
    synchronized void add(String key, Map<String, ?> values) {
        values.forEach((name, value) -> root.withObject("/" + key).set(name, JSON.valueToTree(value)));
    }

    synchronized String text(String key) {
        return root.path(key).asText("");
    }

    synchronized long number(String key, long otherwise) {
        return root.path(key).asLong(otherwise);
    }

    synchronized Map<String, String> map(String key) {
        var map = new LinkedHashMap<String, String>();
        root.path(key)
                .fields()
                .forEachRemaining(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }

    synchronized JsonNode node(String key) {
        return root.path(key).deepCopy();
    }

    synchronized void warn(String line) {
        ArrayNode warnings = root.withArray("/warnings");
        for (JsonNode known : warnings) {
            if (known.asText().equals(line)) {
                return;
            }
        }
        warnings.add(line);
    }

    /** Adds seconds to a stage; a resumed run goes on counting. */
    synchronized void spent(Stage stage, double seconds) {
        ArrayNode stages = root.withArray("/stages");
        double rounded = Math.round(seconds * 1000) / 1000.0;
        for (JsonNode known : stages) {
            if (known.path("stage").asText().equals(stage.name())) {
                ((ObjectNode) known).put("seconds", known.path("seconds").asDouble() + rounded);
                return;
            }
        }
        stages.addObject().put("stage", stage.name()).put("seconds", rounded);
    }

    synchronized void write() throws IOException {
        AtomicFile.write(
                new RunFiles(folder).record(),
                Seal.json(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root)));
    }

    /** @throws ProblemException DATA_INVALID where the record has none */
    Map<String, String> settings() {
        Map<String, String> settings = map("settings");
        if (settings.isEmpty()) {
            throw damaged(new RunFiles(folder).record());
        }
        return settings;
    }

    /** @throws ProblemException DATA_INVALID where the record does not say */
    synchronized Set<Stage> requested() {
        var stages = EnumSet.noneOf(Stage.class);
        for (JsonNode name : root.path("requested")) {
            Stage stage = constant(Stage.class, name.asText(), null);
            if (stage != null) {
                stages.add(stage);
            }
        }
        if (stages.isEmpty()) {
            throw damaged(new RunFiles(folder).record());
        }
        return stages;
    }

    /** Whether the report that the record speaks of is there, or there was to be none. */
    synchronized boolean reported() {
        return text("report").isEmpty() || Files.exists(new RunFiles(folder).report());
    }

    /** Where the run stands, as far as the record knows. */
    synchronized RunInfo info() {
        return new RunInfo(
                text("id"),
                text("experiment"),
                constant(RunState.class, text("state"), RunState.FAILED),
                constant(Stage.class, text("stage"), Stage.PRETRAIN),
                text("reason"),
                folder);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, E otherwise) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        return otherwise;
    }
}
