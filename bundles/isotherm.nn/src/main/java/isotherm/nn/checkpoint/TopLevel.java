/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Leaves entries of a file's dictionary out before any of their tensors is read.
 *
 * @param choice gets all keys as text, in the file's order, and returns those to keep
 */
record TopLevel(UnaryOperator<Set<String>> choice) {
    /** The unpickled object, less what was left out; anything but a dictionary stays as it is. */
    Object of(Object root) {
        if (!(root instanceof Map<?, ?> map)) {
            return root;
        }
        var keys = new LinkedHashSet<String>();
        map.keySet().forEach(key -> keys.add(String.valueOf(key)));
        Set<String> kept = choice.apply(keys);
        var wanted = new LinkedHashMap<Object, Object>();
        map.forEach((key, value) -> {
            if (kept.contains(String.valueOf(key))) {
                wanted.put(key, value);
            }
        });
        return wanted;
    }
}
