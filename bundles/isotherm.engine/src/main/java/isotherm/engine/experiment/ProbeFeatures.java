/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.target.FeatureTable;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features as a classifier might give them, for plug-ins to be tried on: of each class some images around a middle of its own,
 * none alike.
 *
 * @param size of z
 * @param classes number of classes
 */
record ProbeFeatures(int size, int classes) {
    /** More than the neighbours or components that a plug-in is told to look at, for most. */
    private static final int IMAGES = 1024;

    /** Gives a fresh table, which is freed afterwards. */
    void use(Consumer<FeatureTable> user) {
        var random = new Random(1);
        int images = Math.max(IMAGES, 2 * classes);
        float[] values = new float[Math.multiplyExact(images, size)];
        int[] predicted = new int[images];
        float[] middles = new float[Math.multiplyExact(classes, size)];
        for (int i = 0; i < middles.length; i++) {
            middles[i] = random.nextFloat();
        }
        Arrays.setAll(predicted, i -> i % classes);
        for (int i = 0; i < values.length; i++) {
            values[i] = middles[predicted[i / size] * size + i % size] + (float) Math.abs(random.nextGaussian());
        }
        try (INDArray z = Nd4j.create(values, new long[] {images, size}, 'c')) {
            user.accept(new FeatureTable(z, predicted, classes));
        }
    }
}
