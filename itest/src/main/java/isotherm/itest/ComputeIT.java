/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;

class ComputeIT {
    @InjectBundleContext
    BundleContext context;

    @Test
    void matricesAreMultipliedByTheCpuBackend() {
        INDArray product = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}})
                .mmul(Nd4j.createFromArray(new float[][] {{0, 1}, {1, 0}}));
        assertArrayEquals(new float[] {2, 1, 4, 3}, product.ravel().toFloatVector());
        assertEquals("CPU", Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend"));
    }

    @Test
    void aNetworkDescribedWithDl4jComesBackFromItsJson() {
        var network = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("z")
                .addLayer("logits", new OutputLayer.Builder().nOut(3).build(), "z")
                .setOutputs("logits")
                .setInputTypes(InputType.feedForward(2))
                .build();
        assertNotNull(org.deeplearning4j.nn.conf.ComputationGraphConfiguration.fromJson(network.toJson()));
    }

    /** ND4J's have hundreds of MB; ONNX Runtime's, of 23 MB, are the framework's to unpack (decision 0010). */
    @Test
    void theBundleCacheHoldsNoNativesOfNd4j() throws IOException {
        Nd4j.scalar(1);
        Path cache = context.getDataFile("").toPath().getParent().getParent();
        try (var files = Files.walk(cache)) {
            List<Path> natives = files.filter(file -> file.toString().matches(".*\\.so(\\..*)?"))
                    .filter(file -> !file.getFileName().toString().startsWith("libonnxruntime"))
                    .toList();
            assertEquals(List.of(), natives);
        }
    }
}
