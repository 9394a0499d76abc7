/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.deallocation.DeallocatableReference;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Training through DL4J leaves nothing to the garbage collector. */
class Dl4jMemoryTest {
    private static final int STEPS = 300;
    private static final int BEGIN = 20;

    private static ComputationGraphConfiguration classifier() {
        var graph = Graphs.graph("x");
        Graphs.batchNorm(graph, "b", Graphs.conv(graph, "c", "x", 3, 16, 3, 1, 1, false), 16);
        graph.addLayer("r", new ActivationLayer(new ActivationReLU6()), "b");
        Graphs.dropout(graph, "d", "r", 0.3);
        Graphs.maxPool(graph, "m", "d", 2, 2, 0);
        Graphs.add(graph, "s", Graphs.conv(graph, "k", "m", 16, 16, 3, 1, 1, true), "m");
        return Graphs.build(graph, Graphs.dense(graph, "l", Graphs.globalAveragePool(graph, "p", "s"), 16, 3));
    }

    /** Before, a step left 5 MB; a process in which it does so grows by 1.5 GB. */
    @Test
    void isFlatOverThreeHundredSteps() {
        INDArray x = Dl4jAgreementTest.noise(new long[] {8, 3, 16, 16}, 1);
        var loss = new CrossEntropy(new int[] {0, 1, 2, 0, 1, 2, 0, 1}, 0);
        double[] resident = new double[STEPS - BEGIN];
        try (var network = TrainableNetwork.of(classifier(), "l", new Sgd(0.9, 1e-4), 1)) {
            long used = 0;
            for (int i = 0; i < STEPS; i++) {
                network.step(List.of(x), loss, 0.01);
                if (i % 10 == 0) {
                    network.evaluate(List.of(x));
                }
                if (i == BEGIN) {
                    used = used();
                    touchHeap();
                }
                if (i >= BEGIN) {
                    resident[i - BEGIN] = Pointer.physicalBytes();
                }
            }
            long after = used(), before = used;
            assertTrue(after <= before, () -> before + " bytes of arrays in use, " + after + " after all steps");
        }
        assertTrue(slope(resident) < 300_000, () -> "the process grows by " + slope(resident) + " bytes a step");
    }

    /** The random numbers of a thread that has ended are the last to go. */
    @Test
    void closingGivesAllBack() throws Exception {
        INDArray x = Dl4jAgreementTest.noise(new long[] {8, 3, 16, 16}, 1);
        var loss = new CrossEntropy(new int[] {0, 1, 2, 0, 1, 2, 0, 1}, 0);
        long before = 0;
        for (int i = 0; i < 3; i++) {
            try (var network = TrainableNetwork.of(classifier(), "l", new Sgd(0.9, 1e-4), 1)) {
                network.step(List.of(x), loss, 0.01);
                network.evaluate(List.of(x));
            }
            before = i == 0 ? used() : before;
        }
        long after = used();
        for (int i = 0; i < 600 && after > before; i++) {
            Thread.sleep(100);
            after = used();
        }
        assertTrue(after <= before, before + " bytes in use after one network, " + after + " after three");
    }

    /** Bytes of all arrays that are reachable and not closed. */
    private static long used() {
        for (int i = 0; i < 2; i++) {
            System.gc();
        }
        return references().values().stream()
                .mapToLong(reference -> reference.get() instanceof DataBuffer buffer
                                && !buffer.wasClosed()
                                && buffer.originalDataBuffer() == null
                                && buffer.dataType() == DataType.FLOAT
                        ? buffer.length() * buffer.getElementSize()
                        : 0)
                .sum();
    }

    /** So that the heap's own pages are all there before the process is measured. */
    private static void touchHeap() {
        long bytes = 2 * Runtime.getRuntime().totalMemory();
        for (long touched = 0, sum = 0; touched < bytes; touched += 1 << 20) {
            byte[] page = new byte[1 << 20];
            sum += page[(int) (touched >> 20 & 0xFFFF)];
            assertEquals(0, sum);
        }
    }

    /** Least squares: what the system reclaims in between tips no single window. */
    private static double slope(double[] values) {
        double middle = (values.length - 1) / 2.0, up = 0, across = 0;
        for (int i = 0; i < values.length; i++) {
            up += (i - middle) * values[i];
            across += (i - middle) * (i - middle);
        }
        return up / across;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, DeallocatableReference> references() {
        try {
            Field field = Nd4j.getDeallocatorService().getClass().getDeclaredField("referenceMap");
            field.setAccessible(true);
            return (Map<String, DeallocatableReference>) field.get(Nd4j.getDeallocatorService());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this release of ND4J keeps its memory elsewhere", e);
        }
    }
}
