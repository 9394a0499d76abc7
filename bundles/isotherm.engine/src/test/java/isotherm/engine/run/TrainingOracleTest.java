/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three steps of SGD with momentum and weight decay: losses, gradients, momenta, weights and running statistics are at most
 * three times as far from PyTorch's in float64 as PyTorch's in float32 are. That holds on every processor, where digits do not.
 */
class TrainingOracleTest {
    private static final double TIMES = 3;
    /** Half a unit in float32's last place, relatively: nothing that is kept as float32 can be nearer. */
    private static final double FLOAT32 = 6e-8;

    @TempDir
    Path dir;

    /** Option A's shortcut, and activation before convolutions with biases; random weights, and trained ones in larger batches. */
    @ParameterizedTest
    @CsvSource({"cifarresnet-8, 8, 0", "cifarresnet-8, 32, 10", "wideresnet-10-1, 8, 0", "wideresnet-10-1, 32, 10"})
    void smallNetworksLearnAsPyTorchDoes(String network, int batch, int learnt) throws Exception {
        holds(new TrainingOracle(network, 16, 3, batch, learnt), 5);
    }

    /** Basic blocks and bottlenecks are as wide as published. */
    @ParameterizedTest
    @CsvSource({"resnet18, 32, 8, 0", "resnet18, 16, 32, 10", "resnet50, 32, 8, 0", "resnet50, 16, 32, 10"})
    @Tag("full")
    void publishedNetworksLearnAsPyTorchDoes(String network, int size, int batch, int learnt) throws Exception {
        holds(new TrainingOracle(network, size, 3, batch, learnt), 3);
    }

    private void holds(TrainingOracle oracle, int seeds) throws Exception {
        PyTorch.need(dir);
        var far = new ArrayList<String>();
        var distances = oracle.distances(dir, seeds);
        distances.forEach((what, distance) -> {
            if (!(distance.isotherm() <= TIMES * distance.float32() + FLOAT32 * distance.size())) {
                far.add(what + " " + distance);
            }
        });
        assertTrue(
                distances.keySet().containsAll(List.of("loss1", "loss3", "first/linear.weight", "net/conv1.weight")));
        assertEquals(List.of(), far);
    }
}
