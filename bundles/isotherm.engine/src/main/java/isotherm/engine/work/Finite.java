/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Looks for NaN and infinite weights. A network with a single one of them computes NaN for every image. */
public final class Finite {
    private Finite() {}

    /** Says which parameter holds what, as {@code parameter 'fc.weight' holds NaN}; empty where all weights are numbers. */
    public static Optional<String> trouble(StateDict weights) {
        for (var entry : weights.tensors().entrySet()) {
            INDArray tensor = entry.getValue();
            if (tensor.dataType() != DataType.FLOAT || tensor.length() == 0) {
                continue;
            }
            for (float value : Arrays32.values(tensor)) {
                if (!Float.isFinite(value)) {
                    String what = Float.isNaN(value) ? "NaN" : "an infinite value";
                    return Optional.of("parameter '" + entry.getKey() + "' holds " + what);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Refuses a file's weights.
     *
     * @param file how messages call it
     * @param cure what the user can do
     * @throws ProblemException WEIGHTS_INVALID where a weight is no finite number
     */
    public static void require(StateDict weights, String file, String cure) {
        trouble(weights).ifPresent(trouble -> {
            throw new ProblemException(ReasonCode.WEIGHTS_INVALID, file, file + " cannot be used: " + trouble, cure);
        });
    }
}
