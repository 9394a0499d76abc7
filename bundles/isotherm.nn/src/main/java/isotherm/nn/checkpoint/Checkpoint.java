/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a weights file holds.
 *
 * @param file the file's name, for messages
 * @param root plain values: {@code Map<String, Object>} (other keys than text are written as text), {@code List<Object>},
 *     {@code Number}, {@code String}, {@code Boolean}, {@code INDArray}, null; unmodifiable. The arrays belong to the caller;
 *     they are float32, or int64 where the file holds whole numbers
 */
public record Checkpoint(String file, Object root) {
    /**
     * The named tensors: those found at the place itself, or under its {@code state_dict}, or under its
     * {@code net_state_dict} and {@code cls_state_dict} together. A prefix {@code module.} that all names have (the mark of
     * PyTorch's DataParallel) is taken off, and batch norm's counters {@code num_batches_tracked} are left out.
     *
     * @param keys the way through the maps to the place, such as {@code "9", "generator"}; none for the top
     * @throws ProblemException WEIGHTS_INVALID where there is no such place or no tensor in it
     */
    public StateDict stateDict(String... keys) {
        Map<?, ?> place = map(value(keys), keys);
        var tensors = new LinkedHashMap<String, INDArray>();
        if (place.get("net_state_dict") instanceof Map<?, ?> net) {
            collect(net, tensors);
            if (place.get("cls_state_dict") instanceof Map<?, ?> head) {
                collect(head, tensors);
            }
        } else if (place.get("state_dict") instanceof Map<?, ?> inner) {
            collect(inner, tensors);
        } else {
            collect(place, tensors);
        }
        if (tensors.isEmpty()) {
            throw problem(where(keys) + " holds no tensors");
        }
        return new StateDict(tensors);
    }

    /**
     * The value at the end of a way through the maps.
     *
     * @throws ProblemException WEIGHTS_INVALID where the way leads nowhere
     */
    public Object value(String... keys) {
        Object value = root;
        for (String key : keys) {
            Map<?, ?> map = map(value, keys);
            if (!map.containsKey(key)) {
                throw problem(where(keys) + " is not there");
            }
            value = map.get(key);
        }
        return value;
    }

    private void collect(Map<?, ?> from, Map<String, INDArray> into) {
        boolean parallel = from.entrySet().stream()
                .filter(e -> e.getValue() instanceof INDArray)
                .allMatch(e -> e.getKey().toString().startsWith("module."));
        from.forEach((key, value) -> {
            String name = parallel ? key.toString().replaceFirst("^module\\.", "") : key.toString();
            if (value instanceof INDArray array && !name.endsWith("num_batches_tracked")) {
                into.put(name, array.dataType() == DataType.FLOAT ? array : array.castTo(DataType.FLOAT));
            }
        });
    }

    private Map<?, ?> map(Object value, String... keys) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw problem(where(keys) + " is no dictionary");
    }

    private static String where(String... keys) {
        return keys.length == 0 ? "its top level" : "its '" + String.join("' / '", keys) + "'";
    }

    private ProblemException problem(String cause) {
        return new ProblemException(
                ReasonCode.WEIGHTS_INVALID,
                file,
                file + " is not the weights file expected: " + cause,
                "give a checkpoint that holds a state_dict");
    }
}
