/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything whose code had a part in something that is kept, in one order and without repetition: equal makers, equal code.
 *
 * @param all empty where it is not known
 */
public record Makers(List<Maker> all) {
    /** Of what was kept before anybody wrote down what made it. */
    public static final Makers UNKNOWN = new Makers(List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    public Makers {
        all = all.stream()
                .distinct()
                .sorted(Comparator.comparing(Maker::kind).thenComparing(Maker::name))
                .toList();
    }

    public static Makers of(Maker... makers) {
        return new Makers(Arrays.asList(makers));
    }

    /** These and some more. */
    public Makers and(Collection<Maker> more) {
        var both = new ArrayList<>(all);
        both.addAll(more);
        return new Makers(both);
    }

    /** Those of some kinds. */
    public Makers only(String... kinds) {
        return new Makers(all.stream()
                .filter(maker -> List.of(kinds).contains(maker.kind()))
                .toList());
    }

    public boolean known() {
        return !all.isEmpty();
    }

    /** As text for keys, records and the metadata of files: a JSON array. */
    public String text() {
        return JSON.valueToTree(all).toString();
    }

    /** Those of a text, or the unknown ones where it is none of {@link #text()}. */
    public static Makers parse(String text) {
        try {
            return of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return UNKNOWN;
        }
    }

    /** The same of a JSON array. */
    public static Makers of(JsonNode array) {
        var makers = new ArrayList<Maker>();
        for (JsonNode one : array) {
            JsonNode origin = one.path("origin");
            makers.add(new Maker(
                    one.path("kind").asText(),
                    one.path("name").asText(),
                    new Origin(
                            origin.path("bundle").asText(),
                            origin.path("version").asText(),
                            origin.path("content").asText(),
                            origin.path("builtOn").asText())));
        }
        return new Makers(makers);
    }

    /** How these differ from those that came before, in one line; empty where they do not. */
    public Optional<String> insteadOf(Makers before) {
        if (equals(before)) {
            return Optional.empty();
        }
        if (!before.known()) {
            return Optional.of("it is not recorded which plug-ins made it");
        }
        Map<String, Maker> old = before.named();
        Map<String, Maker> now = named();
        var changes = new ArrayList<String>();
        now.forEach((words, maker) -> {
            if (!old.containsKey(words)) {
                changes.add(words + " of " + maker.origin().bundle() + " had no part");
            } else if (!old.get(words).equals(maker)) {
                changes.add(maker.insteadOf(old.get(words)));
            }
        });
        old.keySet().stream()
                .filter(words -> !now.containsKey(words))
                .forEach(words -> changes.add(words + " had a part"));
        return Optional.of(String.join("; ", changes));
    }

    private Map<String, Maker> named() {
        return all.stream().collect(Collectors.toMap(Maker::words, maker -> maker, (a, b) -> b, LinkedHashMap::new));
    }
}
