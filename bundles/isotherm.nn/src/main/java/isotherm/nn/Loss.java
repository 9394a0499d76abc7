/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What training minimises. */
@FunctionalInterface
public interface Loss {
    /**
     * The loss of one batch.
     *
     * @param output the network's output; not to be changed
     * @param gradient same shape as the output, C order; every value is overwritten with dL/doutput
     * @return the loss
     */
    double apply(INDArray output, INDArray gradient);
}
