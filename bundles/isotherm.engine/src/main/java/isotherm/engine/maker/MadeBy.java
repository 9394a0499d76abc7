/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.maker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a weights file says of the code that made it: one after the other those that worked on it, which are several where a
 * training was resumed with other plug-ins.
 *
 * @param format of what is kept; a reader of another one takes nothing over
 */
public record MadeBy(int format, List<Makers> makers) {
    /** Raise it where files of before must not be taken over any more, though no plug-in has changed. */
    public static final int FORMAT = 1;

    private static final String KEY = "made.by";
    private static final ObjectMapper JSON = new ObjectMapper();

    public MadeBy {
        makers = List.copyOf(makers);
    }

    /** Of what is begun now. */
    public static MadeBy only(Makers makers) {
        return new MadeBy(FORMAT, List.of(makers));
    }

    /** What a file's metadata says. Files of before say nothing. */
    public static MadeBy of(Map<String, String> metadata) {
        try {
            JsonNode root = JSON.readTree(metadata.getOrDefault(KEY, ""));
            var makers = new ArrayList<Makers>();
            root.path("makers").forEach(array -> makers.add(Makers.of(array)));
            return makers.isEmpty()
                    ? only(Makers.UNKNOWN)
                    : new MadeBy(root.path("format").asInt(), makers);
        } catch (JsonProcessingException e) {
            return only(Makers.UNKNOWN);
        }
    }

    /** Says it in the metadata of a file that is to be written. */
    public void put(Map<String, String> metadata) {
        var root = JSON.createObjectNode().put("format", format);
        var array = root.putArray("makers");
        makers.forEach(one -> array.add(JSON.valueToTree(one.all())));
        metadata.put(KEY, root.toString());
    }

    /** These, and others who go on. */
    public MadeBy then(Makers next) {
        if (last().equals(next)) {
            return this;
        }
        var all = new ArrayList<>(makers);
        all.add(next);
        return new MadeBy(format, all);
    }

    public Makers last() {
        return makers.get(makers.size() - 1);
    }

    /** Whether it was made by these from begin to end, and is kept in today's format. */
    public boolean is(Makers those) {
        return format == FORMAT && those.known() && makers.equals(List.of(those));
    }

    /** Why what was made so is not what these would make, in words; only where {@link #is} says no. */
    public String unlike(Makers those) {
        return makers.size() > 1
                ? "several made it in turn"
                : those.insteadOf(last()).orElse("it is kept in another format");
    }
}
