/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ProblemException;
import isotherm.nn.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with bytes that are wrong goes through an import whole: it is a model all the same, or ends in one line. */
class DamagedModelTest {
    private static final int FILES = Integer.getInteger("isotherm.damaged", 400);

    @TempDir
    Path folder;

    @Test
    void isTakenOrRefusedInALine() throws Exception {
        byte[] whole = Files.readAllBytes(Path.of("src/test/resources/plain.onnx"));
        Path file = folder.resolve("damaged.onnx");
        var random = new Random(Integer.getInteger("isotherm.seed", 5));
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k <= i % 4; k++) {
                // the weights, in which nothing can be told, begin behind the nodes
                damaged[1 + random.nextInt(i % 2 == 0 ? 1400 : whole.length - 1)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            refused += imported(file) ? 0 : 1;
        }
        System.out.println("damaged models: " + refused + " of " + FILES + " refused");
        assertTrue(refused > FILES / 10, () -> "they are not damaged");
    }

    private static boolean imported(Path file) {
        var onnx = new OnnxBackbone();
        try {
            var weights = Checkpoints.read(file).stateDict();
            var spec = onnx.recognize(weights, 0, Map.of()).orElseThrow();
            onnx.open(spec, weights).close();
            return true;
        } catch (ProblemException e) {
            assertEquals(1, e.problem().line().lines().count(), e.problem()::line);
            return false;
        }
    }
}
