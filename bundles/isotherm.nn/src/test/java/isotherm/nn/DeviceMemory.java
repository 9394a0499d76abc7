/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.IdentityHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.concurrency.BasicAffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stands for a backend whose arrays live in memory of their own: what ND4J computed is not in the host's memory before
 * somebody asks for it there, and what was written there is lost unless somebody says so.
 */
final class DeviceMemory extends BasicAffinityManager implements AutoCloseable {
    private final AffinityManager before = Nd4j.getAffinityManager();
    private final Map<DataBuffer, float[]> device = new IdentityHashMap<>();

    DeviceMemory() {
        install(this);
    }

    /** An array that so far is on the device alone. */
    INDArray array(float[] values, long... shape) {
        INDArray array = Nd4j.create(values.clone(), shape, 'c');
        device.put(array.data(), values.clone());
        array.assign(Float.NaN);
        return array;
    }

    /** What the device sees of an array at the next computation. */
    float[] seen(INDArray array) {
        float[] there = device.get(array.data());
        return there == null ? array.data().asFloat() : there;
    }

    @Override
    public void ensureLocation(INDArray array, Location location) {
        float[] there = device.get(array.data());
        if (there != null && location == Location.HOST) {
            array.data().setData(there);
        }
    }

    @Override
    public void tagLocation(INDArray array, Location location) {
        if (location == Location.HOST) {
            device.remove(array.data());
        }
    }

    @Override
    public void touch(INDArray array) {}

    @Override
    public void touch(DataBuffer buffer) {}

    @Override
    public void close() {
        install(before);
    }

    private static void install(AffinityManager manager) {
        try {
            var field = Nd4j.class.getDeclaredField("affinityManager");
            field.setAccessible(true);
            field.set(null, manager);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
