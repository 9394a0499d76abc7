/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.wiring.ExtensionPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description describes the routes there are, and no other; that answers look as described, a running console shows. */
class OpenApiTest {
    private final JsonNode description = read();
    private final Routes routes = new Routes(
            new SessionResource(null, null),
            new ExtensionsResource(null, null, null),
            new ExperimentsResource(null, null, null, null),
            new RunsResource(null, null, null),
            new EngineResource(null, null),
            new GalleryResource(null),
            new ExplainResource(null, null, null, null));

    private static JsonNode read() {
        try (var in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        Set<String> described = new TreeSet<>();
        description.get("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertEquals(
                routes.all().stream()
                        .map(route -> route.method() + " " + route.template().replace("*", ""))
                        .collect(Collectors.toCollection(TreeSet::new)),
                described);
    }

    @Test
    void whatIsOpenIsDescribedAsOpenAndIsNoMoreThanSigningIn() {
        Set<String> open = new TreeSet<>();
        for (Route route : routes.all()) {
            JsonNode operation = description
                    .get("paths")
                    .get(route.template().replace("*", ""))
                    .get(route.method().toLowerCase(Locale.ROOT));
            assertEquals(route.open(), operation.has("security"), route::toString);
            assertTrue(operation.get("responses").has("default"), route::toString);
            if (route.open()) {
                open.add(route.method() + " " + route.template());
            } else if (!route.method().equals("GET")) {
                assertTrue(operation.toString().contains("X-CSRF-Token"), route::toString);
            }
        }
        assertEquals(Set.of("GET /session", "POST /session", "POST /password"), open);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var references = description.findValuesAsText("$ref");
        assertFalse(references.isEmpty());
        for (String reference : references) {
            assertFalse(description.at(reference.substring(1)).isMissingNode(), reference);
        }
    }

    @Test
    void everyExtensionPointIsDescribed() {
        List<String> described = new ArrayList<>();
        description
                .at("/components/schemas/ExtensionPoint/properties/kind/enum")
                .forEach(kind -> described.add(kind.asText()));
        assertEquals(Stream.of(ExtensionPoint.values()).map(ExtensionPoint::key).toList(), described);
    }
}
