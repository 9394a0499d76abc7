/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import isotherm.api.tensor.StateDict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DropTest {
    private static final double KEEP = 0.7;
    /** Enough for several of the chunks that are worked on side by side. */
    private static final int LENGTH = 200_000;

    private final INDArray x = Dl4jAgreementTest.noise(new long[] {2, LENGTH / 2}, 1);
    private final INDArray pull = Dl4jAgreementTest.noise(new long[] {2, LENGTH / 2}, 2);
    private final INDArray y = Nd4j.create(DataType.FLOAT, x.shape());
    private final INDArray dx = Nd4j.create(DataType.FLOAT, x.shape());
    private long step;

    /** Forward and backward of a step, in training. */
    private float[] train(String layer, long seed) {
        var bound = bind(layer, seed, new INDArray[] {dx}, pull);
        bound.forward();
        bound.backward();
        return values(y);
    }

    private Piece.Bound bind(String layer, long seed, INDArray[] inputGradients, INDArray outputGradient) {
        return new Drop(KEEP)
                .bind(new Binding(
                        layer,
                        new INDArray[] {x},
                        y,
                        inputGradients,
                        outputGradient,
                        Map.of(),
                        Map.of(),
                        shape -> null,
                        new Scratchpad(),
                        seed,
                        () -> step));
    }

    private static float[] values(INDArray array) {
        return array.ravel().toFloatVector();
    }

    @Test
    void keepsItsShareAndMakesUpForTheRest() {
        float[] given = values(x), out = train("d", 3), pulled = values(pull), back = values(dx);
        int kept = 0, neighbours = 0;
        for (int i = 0; i < LENGTH; i++) {
            boolean stays = out[i] != 0;
            kept += stays ? 1 : 0;
            neighbours += stays && i > 0 && out[i - 1] != 0 ? 1 : 0;
            assertEquals(stays ? given[i] / KEEP : 0, out[i], 1e-6);
            assertEquals(stays ? pulled[i] / KEEP : 0, back[i], 1e-6);
        }
        assertEquals(KEEP, (double) kept / LENGTH, 0.01);
        assertEquals(
                KEEP * KEEP, (double) neighbours / LENGTH, 0.01, "neighbours are kept together too often or seldom");
    }

    @Test
    void whatIsKeptFollowsFromSeedLayerAndStepAlone() {
        float[] first = train("d", 3);
        assertArrayEquals(first, train("d", 3));
        differs(first, train("d", 4));
        differs(first, train("e", 3));
        step = 1;
        differs(first, train("d", 3));
    }

    /** Two independent masks of this share agree in 0.7² + 0.3² of all places. */
    private static void differs(float[] one, float[] other) {
        int same = 0;
        for (int i = 0; i < LENGTH; i++) {
            same += one[i] != 0 == (other[i] != 0) ? 1 : 0;
        }
        assertEquals(0.58, (double) same / LENGTH, 0.01);
    }

    @Test
    void evaluationLeavesEverythingAsItIs() {
        bind("d", 3, null, null).forward();
        assertArrayEquals(values(x), values(y));
    }

    /** The rate is the share that is dropped, and the gradient goes the way the values went. */
    @Test
    void aNetworkDropsInTrainingOnly() {
        int width = 2000;
        var graph = Graphs.graph("x");
        Graphs.dropout(graph, "d", Graphs.batchNorm(graph, "b", "x", width), 0.25);
        INDArray rows = Dl4jAgreementTest.noise(new long[] {1, width}, 5);
        INDArray ones = Nd4j.ones(DataType.FLOAT, width), zeros = Nd4j.zeros(DataType.FLOAT, width);
        try (var network = TrainableNetwork.of(Graphs.build(graph, "d"), "d", new Sgd(0, 0), 7)) {
            // of a single row batch norm leaves the shift alone, whose gradient is that of dropout's input
            network.load(new StateDict(Map.of(
                    "b.weight", ones, "b.bias", rows.reshape(width), "b.running_mean", zeros, "b.running_var", ones)));
            float[][] out = new float[1][];
            StateDict gradients = network.gradients(List.of(rows), (output, gradient) -> {
                out[0] = values(output);
                gradient.assign(1);
                return 0;
            });
            float[] back = values(gradients.find("b.bias"));
            int kept = 0;
            for (int i = 0; i < width; i++) {
                boolean stays = out[0][i] != 0;
                kept += stays ? 1 : 0;
                assertEquals(stays ? rows.getFloat(0, i) / 0.75 : 0, out[0][i], 1e-5);
                assertEquals(stays ? 1 / 0.75 : 0, back[i], 1e-6);
            }
            assertEquals(0.75, (double) kept / width, 0.03);
            float[] evaluated = values(network.evaluate(List.of(rows)));
            assertFalse(Arrays.equals(out[0], evaluated));
            float[] given = values(rows);
            for (int i = 0; i < width; i++) {
                assertEquals(2 * given[i], evaluated[i], 1e-4);
            }
        }
    }
}
