/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.checkpoint.SafeTensors;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Weights files that this program wrote itself. They carry a seal, which is compared whenever one is read; what is wrong with one is
 * told with its whole path, and with what helps against it, which is not to fetch it again.
 */
public final class OwnWeights {
    /** Of a run's weights, or imported ones. */
    static final String CURE = "put it back from a copy, or train or import it anew";

    private OwnWeights() {}

    /** Its tensors, the caller's to close. */
    public static StateDict read(Path file, String cure) {
        return told(file, cure, SafeTensors::read);
    }

    static StateDict read(Path file) {
        return read(file, CURE);
    }

    /** Its metadata; the tensors are not read. */
    public static Map<String, String> metadata(Path file, String cure) {
        return told(file, cure, SafeTensors::metadata);
    }

    static Map<String, String> metadata(Path file) {
        return metadata(file, CURE);
    }

    /** Its seal, from its header alone; empty where a release before 1.1 wrote it. */
    static Optional<String> seal(Path file) {
        return told(file, CURE, SafeTensors::seal);
    }

    /** Reads it to compare its seal, where nothing else is wanted of it. */
    public static void verify(Path file, String cure) {
        told(file, cure, path -> {
            SafeTensors.verify(path);
            return path;
        });
    }

    private static <T> T told(Path file, String cure, Function<Path, T> reading) {
        try {
            return reading.apply(file);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            if (problem.code() != ReasonCode.WEIGHTS_INVALID && problem.code() != ReasonCode.WEIGHTS_MISSING) {
                throw e;
            }
            String name = "weights file " + file.getFileName();
            String cause = problem.cause().startsWith(name)
                    ? file + problem.cause().substring(name.length())
                    : problem.cause();
            throw new ProblemException(new Problem(problem.code(), file.toString(), cause, cure), e);
        }
    }
}
