/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the run was told, with what it worked, and what it worked on: enough to do it again.
 *
 * @param tables names and values under a title each
 * @param json the record as it is
 */
record RecordSection(List<Entries> tables, String json) {
    record Entries(String title, List<Entry> entries) {}

    record Entry(String name, String value) {}

    static RecordSection of(JsonFile record) throws JsonProcessingException {
        Map<String, String> settings = record.map("settings");
        settings.remove("description");
        List<Entries> tables = new ArrayList<>();
        add(tables, "Settings", settings);
        add(tables, "Switches", record.map("switches"));
        add(tables, "Fingerprints of data and weights", record.map("hashes"));
        add(tables, "Machine", machine(record));
        add(tables, "Seconds", stages(record));
        add(tables, "Plug-ins that made it", makers(record));
        add(tables, "Bundles", bundles(record));
        String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(record.node());
        return new RecordSection(tables, json);
    }

    private static Map<String, String> machine(JsonFile record) {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("Isotherm", record.object("isotherm").text("version"));
        machine.put("backend", record.text("backend"));
        machine.put("Java", record.text("java"));
        machine.put("host", record.text("host"));
        machine.values().removeIf(String::isEmpty);
        return machine;
    }

    private static Map<String, String> stages(JsonFile record) {
        Map<String, String> stages = new LinkedHashMap<>();
        for (JsonNode stage : record.node().path("stages")) {
            stages.put(
                    stage.path("stage").asText().toLowerCase(java.util.Locale.ROOT),
                    stage.path("seconds").asText());
        }
        return stages;
    }

    /** Of each time that other plug-ins went on with the run; records of earlier releases do not say. */
    private static Map<String, String> makers(JsonFile record) {
        Map<String, String> makers = new LinkedHashMap<>();
        JsonNode sessions = record.node().path("made_by");
        for (int i = 0; i < Math.max(1, sessions.size()); i++) {
            JsonNode session = sessions.path(i);
            String since =
                    sessions.size() > 1 ? ", since " + session.path("since").asText() : "";
            for (JsonNode plugin : session.path("plugins")) {
                JsonNode origin = plugin.path("origin");
                makers.put(
                        (plugin.path("kind").asText() + " "
                                                + plugin.path("name").asText())
                                        .strip()
                                + since,
                        origin.path("bundle").asText() + " "
                                + origin.path("version").asText() + ", content "
                                + origin.path("content").asText());
            }
            if (session.path("plugins").isEmpty()) {
                makers.put("plug-ins" + since, "not recorded");
            }
        }
        return makers;
    }

    private static Map<String, String> bundles(JsonFile record) {
        Map<String, String> bundles = new LinkedHashMap<>();
        for (JsonNode bundle : record.node().path("isotherm").path("bundles")) {
            bundles.put(
                    bundle.path("name").asText() + " " + bundle.path("version").asText(),
                    bundle.path("sha256").asText());
        }
        return bundles;
    }

    private static void add(List<Entries> tables, String title, Map<String, String> values) {
        if (!values.isEmpty()) {
            tables.add(new Entries(
                    title,
                    values.entrySet().stream()
                            .map(e -> new Entry(e.getKey(), e.getValue()))
                            .toList()));
        }
    }
}
