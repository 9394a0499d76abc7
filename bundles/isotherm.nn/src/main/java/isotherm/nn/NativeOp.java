/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** A libnd4j operation tied to its arrays once, so that running it again makes no garbage. */
final class NativeOp implements AutoCloseable {
    private final DynamicCustomOp op;
    private final OpContext context;

    NativeOp(String name, INDArray[] inputs, INDArray[] outputs, double[] reals, long... integers) {
        op = DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(outputs).build();
        context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(inputs);
        context.setOutputArrays(outputs);
        context.setIArguments(integers);
        if (reals.length > 0) {
            context.setTArguments(reals);
        }
    }

    static NativeOp of(String name, INDArray[] inputs, INDArray[] outputs, long... integers) {
        return new NativeOp(name, inputs, outputs, new double[0], integers);
    }

    static INDArray[] arrays(INDArray... arrays) {
        return arrays;
    }

    void run() {
        Nd4j.getExecutioner().exec(op, context);
    }

    @Override
    public void close() {
        try {
            context.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
