/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.maker.MadeBy;
import isotherm.engine.run.OwnWeights;
import isotherm.engine.work.Arrays32;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training's state in one file: weights, optimiser and, as the file's metadata, the rest. One file, written whole and
 * flushed before it takes the old one's place, so that whenever the process dies there is exactly one state to go on from.
 */
public final class TrainingCheckpoint {
    private static final String WEIGHTS = "weights/";
    private static final String OPTIMIZER = "optimizer/";
    private static final String STATE = "state";
    private static final String CURE = "put it back from a copy, or remove it to train from the start";

    private TrainingCheckpoint() {}

    static void write(Path file, Learner learner, TrainingState state) throws IOException {
        StateDict weights = learner.weights();
        StateDict optimizer = learner.optimizerState();
        try {
            var all = new LinkedHashMap<String, INDArray>();
            weights.tensors().forEach((name, array) -> all.put(WEIGHTS + name, array));
            optimizer.tensors().forEach((name, array) -> all.put(OPTIMIZER + name, array));
            Files.createDirectories(file.getParent());
            var metadata = new LinkedHashMap<>(Map.of(STATE, state.asText()));
            state.madeBy.put(metadata);
            SafeTensors.write(file, new StateDict(all), metadata);
        } finally {
            Arrays32.close(weights);
            Arrays32.close(optimizer);
        }
    }

    /**
     * Puts a learner where the file's was.
     *
     * @throws ProblemException WEIGHTS_INVALID where the file is damaged or of another training
     */
    static TrainingState restore(Path file, Learner learner) {
        StateDict all = OwnWeights.read(file, CURE);
        try {
            TrainingState state =
                    TrainingState.parse(OwnWeights.metadata(file, CURE).getOrDefault(STATE, ""), madeBy(file));
            learner.restore(part(all, WEIGHTS), part(all, OPTIMIZER));
            learner.remember(state.memory);
            return state;
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    file.toString(),
                    "the checkpoint " + file + " holds no training state",
                    CURE);
        } finally {
            Arrays32.close(all);
        }
    }

    /** Whose code has worked on the training so far. */
    public static MadeBy madeBy(Path file) {
        return MadeBy.of(OwnWeights.metadata(file, CURE));
    }

    private static StateDict part(StateDict all, String prefix) {
        var part = new LinkedHashMap<String, INDArray>();
        all.tensors().forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), array);
            }
        });
        return new StateDict(part);
    }
}
