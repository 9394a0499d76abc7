/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tensors by name, in the order and with the names a PyTorch {@code state_dict} gives them ({@code layer1.0.conv1.weight},
 * {@code bn1.running_mean}). Weights keep PyTorch's layouts: convolution out×in×k×k, transposed convolution in×out×k×k,
 * linear out×in; all float32, C order.
 *
 * <p>Immutable as a map; the arrays are shared, not copied, and are owned by whoever made them. Safe for use by several
 * threads as long as nobody writes to the arrays.
 */
@ProviderType
public final class StateDict {
    private final Map<String, INDArray> tensors;

    /** Keeps the map's order; the map is copied, the arrays are not. */
    public StateDict(Map<String, INDArray> tensors) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    public Set<String> names() {
        return tensors.keySet();
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** The tensor of that name, or null where there is none. */
    public INDArray find(String name) {
        return tensors.get(name);
    }

    /** All tensors, unmodifiable, in order. */
    public Map<String, INDArray> tensors() {
        return tensors;
    }

    /** This one's tensors followed by the other's; a name in both keeps this one's place and takes the other's value. */
    public StateDict with(StateDict other) {
        var both = new LinkedHashMap<>(tensors);
        both.putAll(other.tensors);
        return new StateDict(both);
    }

    @Override
    public String toString() {
        return "StateDict" + tensors.keySet();
    }
}
