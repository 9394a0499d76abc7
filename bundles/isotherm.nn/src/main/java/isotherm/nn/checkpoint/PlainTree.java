/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns what a pickle gave into plain values: maps with text keys, lists, numbers, text, booleans, arrays. What is mentioned
 * several times is made once, and all tensors together may not have more elements than the file has bytes, so that a small
 * file cannot ask for a large memory.
 */
final class PlainTree {
    private static final int MAX_DEPTH = 64;

    private final StorageReader reader;
    private final Map<Object, Object> made = new IdentityHashMap<>();
    private final long fileSize;
    private long bytesLeft;
    private Storage lastStorage;
    private ByteBuffer lastData;

    PlainTree(StorageReader reader, long fileSize) {
        this.reader = reader;
        this.fileSize = fileSize;
        this.bytesLeft = 4 * fileSize;
    }

    /** @throws TooLarge where the tensors, as large as the file can make them, do not fit into memory */
    Object of(Object value) throws IOException {
        requireMemory(value);
        return of(value, 0);
    }

    private void requireMemory(Object root) {
        var memory = new Memory();
        long elements = 0;
        for (StoredTensor tensor : StorageCollector.tensors(root)) {
            elements += Math.min(tensor.elements(), fileSize + 1);
            if (elements > fileSize) {
                throw new BadFile("describes tensors larger than the file itself");
            }
            long storage = bytes(tensor.storage());
            if (storage > fileSize) {
                throw storagesTooLarge();
            }
            memory.count(tensor.storage().type(), tensor.elements(), storage);
        }
        memory.require();
    }

    private Object of(Object value, int depth) throws IOException {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (depth > MAX_DEPTH) {
            throw new BadFile("nests values deeper than " + MAX_DEPTH);
        }
        Object known = made.get(value);
        if (known == null) {
            known = make(value, depth + 1);
            made.put(value, known);
        }
        return known;
    }

    private Object make(Object value, int depth) throws IOException {
        if (value instanceof StoredTensor tensor) {
            return array(tensor);
        }
        if (value instanceof Map<?, ?> map) {
            var plain = new LinkedHashMap<String, Object>();
            for (var entry : map.entrySet()) {
                plain.put(String.valueOf(entry.getKey()), of(entry.getValue(), depth));
            }
            return Collections.unmodifiableMap(plain);
        }
        if (value instanceof Object[] tuple) {
            return list(Arrays.asList(tuple), depth);
        }
        if (value instanceof List<?> items) {
            return list(items, depth);
        }
        if (value instanceof byte[] || value instanceof ElementType || value instanceof NumpyType) {
            return value.getClass().isArray() ? "(bytes)" : value.toString();
        }
        throw new BadFile("holds something that is neither a number, text, list, dictionary nor tensor");
    }

    private List<Object> list(List<?> items, int depth) throws IOException {
        var plain = new ArrayList<Object>(items.size());
        for (Object item : items) {
            plain.add(of(item, depth));
        }
        return Collections.unmodifiableList(plain);
    }

    private INDArray array(StoredTensor tensor) throws IOException {
        if (tensor.elements() > Integer.MAX_VALUE - 8) {
            throw new BadFile("has a tensor of " + tensor.elements() + " elements; up to 2^31 can be read");
        }
        return Elements.array(tensor, data(tensor.storage()));
    }

    private ByteBuffer data(Storage storage) throws IOException {
        if (!storage.equals(lastStorage)) {
            bytesLeft -= bytes(storage);
            if (bytesLeft < 0) {
                throw storagesTooLarge();
            }
            lastData = null;
            lastData = reader.read(storage);
            lastStorage = storage;
        }
        return lastData;
    }

    private static long bytes(Storage storage) {
        return storage.elements() * storage.type().bytes;
    }

    private static BadFile storagesTooLarge() {
        return new BadFile("describes storages larger than the file itself");
    }
}
