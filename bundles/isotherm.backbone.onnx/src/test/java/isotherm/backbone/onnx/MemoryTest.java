/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What batches and imports leave behind, in Java and outside of it: nothing that adds up. */
class MemoryTest {
    private static final OnnxBackbone ONNX = new OnnxBackbone();
    private static final int WARM_UP = 300;
    private static final int BATCHES = 2000;
    private static final int SIZE = 100;
    private static final long MEGABYTE = 1 << 20;

    /** A batch's images and features are 0.6 MB: were each batch's kept, 2,000 of them would be 1.2 GB. */
    @Test
    void manyBatchesTakeTheMemoryOfOne() throws IOException {
        BackboneSpec spec = Exported.PLAIN.recognized(0, Map.of());
        try (INDArray images = Nd4j.rand(SIZE, 3, 16, 16);
                INDArray rest = Nd4j.rand(SIZE - 1, 3, 16, 16);
                FrozenClassifier classifier = ONNX.open(spec, Exported.PLAIN.weights())) {
            run(classifier, images, rest, WARM_UP);
            Memory before = Memory.now();
            run(classifier, images, rest, BATCHES);
            before.assertNotMore(32);
        }
    }

    private static void run(FrozenClassifier classifier, INDArray images, INDArray rest, int batches) {
        for (int i = 0; i < batches; i++) {
            classifier.forward(i % 10 == 9 ? rest : images, 2);
        }
    }

    /** What is closed is gone, models that ONNX Runtime holds included. */
    @Test
    void manyOpenedClassifiersLeaveNothingBehind() throws IOException {
        StateDict weights = Exported.PLAIN.weights();
        BackboneSpec spec = Exported.PLAIN.recognized(0, Map.of());
        try (INDArray images = Nd4j.rand(4, 3, 16, 16)) {
            openAndClose(spec, weights, images, 100);
            Memory before = Memory.now();
            openAndClose(spec, weights, images, 500);
            before.assertNotMore(32);
        }
    }

    private static void openAndClose(BackboneSpec spec, StateDict weights, INDArray images, int times) {
        for (int i = 0; i < times; i++) {
            try (FrozenClassifier classifier = ONNX.open(spec, weights)) {
                classifier.forward(images, 2);
            }
        }
    }

    /** In bytes: Java's heap after a collection, and what the process has of the machine's memory, native code's included. */
    private record Memory(long heap, long resident) {
        static Memory now() throws IOException {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            var runtime = Runtime.getRuntime();
            return new Memory(runtime.totalMemory() - runtime.freeMemory(), ofProcess());
        }

        private static long ofProcess() throws IOException {
            Path status = Path.of("/proc/self/status");
            assumeTrue(Files.exists(status), "only Linux says how much memory a process has");
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElseThrow();
        }

        void assertNotMore(long megabytes) throws IOException {
            Memory after = now();
            System.out.printf(
                    "onnx memory: heap %+d KB, resident %+d KB%n",
                    (after.heap - heap) >> 10, (after.resident - resident) >> 10);
            assertTrue(after.heap - heap < 4 * MEGABYTE, () -> "the heap grew by " + (after.heap - heap));
            assertTrue(
                    after.resident - resident < megabytes * MEGABYTE,
                    () -> "the process grew by " + (after.resident - resident));
        }
    }
}
