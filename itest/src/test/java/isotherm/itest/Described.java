/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Holds an answer to what the OpenAPI description says of it, as far as that uses JSON Schema. */
final class Described {
    private final JsonNode description;

    Described(JsonNode description) {
        this.description = description;
    }

    /** @param path as the description writes it, with its variables in braces */
    void check(String method, String path, int status, JsonNode answer) {
        JsonNode response = description
                .path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(String.valueOf(status));
        assertTrue(response.isObject(), method + " " + path + " " + status + " is not described");
        check(response.at("/content/application~1json/schema"), answer, path);
    }

    void problem(JsonNode answer) {
        check(description.at("/components/schemas/ProblemDetails"), answer, "problem details");
    }

    void schema(String name, JsonNode value) {
        check(description.at("/components/schemas/" + name), value, name);
    }

    private void check(JsonNode schema, JsonNode value, String where) {
        assertTrue(schema.isObject(), where + " has no schema");
        if (schema.has("$ref")) {
            check(description.at(schema.get("$ref").asText().substring(1)), value, where);
            return;
        }
        if (schema.has("anyOf")) {
            for (JsonNode any : schema.get("anyOf")) {
                if (!value.isNull() && any.has("$ref")) {
                    check(any, value, where);
                }
            }
            return;
        }
        List<String> types = new ArrayList<>();
        if (schema.get("type").isArray()) {
            schema.get("type").forEach(type -> types.add(type.asText()));
        } else {
            types.add(schema.get("type").asText());
        }
        assertTrue(types.stream().anyMatch(type -> is(type, value)), where + " is no " + types + ": " + value);
        if (schema.has("enum")) {
            List<String> allowed = new ArrayList<>();
            schema.get("enum").forEach(word -> allowed.add(word.asText()));
            assertTrue(allowed.contains(value.asText()), where + " is none of " + allowed + ": " + value);
        }
        if (value.isArray()) {
            value.forEach(item -> check(schema.get("items"), item, where + "[]"));
        }
        if (value.isObject() && (schema.has("properties") || schema.has("additionalProperties"))) {
            object(schema, value, where);
        }
    }

    private void object(JsonNode schema, JsonNode value, String where) {
        schema.path("required").forEach(name -> assertTrue(value.has(name.asText()), where + " lacks " + name));
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode property = schema.path("properties").path(name);
            JsonNode other = schema.path("additionalProperties");
            assertTrue(property.isObject() || other.isObject(), where + " has " + name + ", which is not described");
            check(property.isObject() ? property : other, value.get(name), where + "." + name);
        }
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> throw new AssertionError("unknown type " + type);
        };
    }
}
