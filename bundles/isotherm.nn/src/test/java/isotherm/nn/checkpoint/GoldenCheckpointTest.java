/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that PyTorch itself wrote. */
class GoldenCheckpointTest {
    static Path shared(String name) {
        Path file = Path.of(System.getProperty("isotherm.shared", "shared"), name);
        assumeTrue(Files.exists(file), "no " + file);
        return file;
    }

    @Test
    void aZipGivesTheEncoderAndTheHeadUnderTheirNames() {
        var weights = Checkpoints.read(shared("golden/resnet18_cifar10/classifier.pt"))
                .stateDict();
        assertEquals(102, weights.names().size());
        assertArrayEquals(new long[] {64, 3, 3, 3}, weights.find("conv1.weight").shape());
        assertArrayEquals(new long[] {10, 512}, weights.find("linear.weight").shape());
        assertFalse(weights.has("bn1.num_batches_tracked"));
        weights.tensors()
                .values()
                .forEach(a -> assertTrue(Double.isFinite(a.sumNumber().doubleValue())));
    }

    @Test
    void theOlderFormatGivesTheSame() {
        var weights = Checkpoints.read(shared("golden/wrn40_2_cifar100/classifier.pt"))
                .stateDict();
        assertArrayEquals(new long[] {100, 128}, weights.find("linear.weight").shape());
        assertArrayEquals(
                new long[] {32, 16, 3, 3}, weights.find("layer1.0.conv1.weight").shape());
    }

    @Test
    void aPublishedClassifierLosesItsParallelPrefix() {
        var weights = Checkpoints.read(shared("data/resnet20-12fca82f.th")).stateDict();
        assertArrayEquals(new long[] {16, 3, 3, 3}, weights.find("conv1.weight").shape());
        assertArrayEquals(new long[] {10, 64}, weights.find("linear.weight").shape());
    }

    @Test
    void aDecoderFileGivesItsRangeAndItsSnapshots() {
        var file = Checkpoints.read(shared("golden/decoder_wrn/fw1/decoder_after3.pt"));
        assertEquals(0.0, ((Number) file.value("min")).doubleValue());
        assertEquals(1.0, ((Number) file.value("max")).doubleValue());
        assertTrue(((Map<?, ?>) file.root()).containsKey("9"));
        var weights = file.stateDict("9", "generator");
        assertArrayEquals(new long[] {128, 138}, weights.find("fc1.weight").shape());
        assertArrayEquals(
                new long[] {128, 256, 4, 4},
                weights.find("conv_block1.0.weight").shape());
    }
}
