/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the tensors that an unpickled object mentions, and their storages. */
final class StorageCollector {
    private StorageCollector() {}

    /** The storages by key. */
    static Map<String, Storage> storages(Object root) {
        var found = new HashMap<String, Storage>();
        for (StoredTensor tensor : tensors(root)) {
            Storage known = found.putIfAbsent(tensor.storage().key(), tensor.storage());
            if (known != null && !known.equals(tensor.storage())) {
                throw new BadFile("describes the storage " + BadFile.shown(known.key()) + " in two ways");
            }
        }
        return found;
    }

    /** Each tensor once, however often it is mentioned. */
    static List<StoredTensor> tensors(Object root) {
        var found = new ArrayList<StoredTensor>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var open = new ArrayDeque<Object>();
        push(open, seen, root);
        while (!open.isEmpty()) {
            Object value = open.pop();
            if (value instanceof StoredTensor tensor) {
                found.add(tensor);
            } else if (value instanceof Map<?, ?> map) {
                map.values().forEach(v -> push(open, seen, v));
            } else if (value instanceof Collection<?> list) {
                list.forEach(v -> push(open, seen, v));
            } else if (value instanceof Object[] tuple) {
                Arrays.stream(tuple).forEach(v -> push(open, seen, v));
            }
        }
        return found;
    }

    private static void push(ArrayDeque<Object> open, Set<Object> seen, Object value) {
        if (value != null && seen.add(value)) {
            open.push(value);
        }
    }
}
