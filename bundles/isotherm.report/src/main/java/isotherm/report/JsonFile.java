/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object in a JSON file of a run. What the page only shows may be absent; what it computes with must be there and of the
 * right kind, or the file is damaged.
 *
 * @param run whose file it is
 * @param name of the file
 * @param node the object
 */
record JsonFile(RunFolder run, String name, JsonNode node) {
    /** Text of a simple value; empty where there is none. */
    String text(String key) {
        return node.path(key).asText("");
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(value -> texts.add(value.asText("")));
        return texts;
    }

    /** The simple values of an object, in order; empty where there is none. */
    Map<String, String> map(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        node.path(key)
                .fields()
                .forEachRemaining(e -> map.put(e.getKey(), e.getValue().asText("")));
        return map;
    }

    /** An object within; empty where there is none. */
    JsonFile object(String key) {
        return new JsonFile(run, name, node.path(key));
    }

    double number(String key) {
        JsonNode value = node.path(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw run.damaged(name, "it has no number '" + key + "' where one must be");
        }
        return value.doubleValue();
    }

    /** NaN where it is absent. */
    double numberOrNaN(String key) {
        return node.has(key) ? number(key) : Double.NaN;
    }

    int integer(String key) {
        if (!node.path(key).isInt()) {
            throw run.damaged(name, "it has no whole number '" + key + "' where one must be");
        }
        return node.path(key).intValue();
    }

    String required(String key) {
        if (!node.path(key).isTextual()) {
            throw run.damaged(name, "it has no text '" + key + "' where one must be");
        }
        return text(key);
    }

    /** The objects of a list. */
    List<JsonFile> list(String key) {
        if (!node.path(key).isArray()) {
            throw run.damaged(name, "it has no list '" + key + "'");
        }
        List<JsonFile> list = new ArrayList<>();
        for (JsonNode one : node.path(key)) {
            list.add(new JsonFile(run, name, one));
        }
        return list;
    }
}
