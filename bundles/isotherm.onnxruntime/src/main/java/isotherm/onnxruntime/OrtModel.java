/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * A model that ONNX Runtime has prepared. Each run uses the calling thread alone, so that several threads which run parts of a
 * batch at a time never wait for one another. Safe for use by several threads.
 */
public final class OrtModel implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;

    private OrtModel(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /**
     * Prepares a model.
     *
     * @param model the bytes of an ONNX file
     * @throws ProblemException WEIGHTS_INVALID where ONNX Runtime refuses it, BACKEND_UNAVAILABLE where there is no ONNX Runtime
     *     for this machine
     */
    public static OrtModel open(byte[] model) {
        OrtEnvironment environment = environment();
        try (var options = new SessionOptions()) {
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return new OrtModel(environment, environment.createSession(model, options));
        } catch (OrtException e) {
            throw problem("ONNX Runtime cannot compute the model", e);
        }
    }

    private static OrtEnvironment environment() {
        try {
            // what goes wrong comes as an exception; lines on stderr would be a second telling
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "isotherm");
        } catch (LinkageError | RuntimeException e) {
            // its static initialiser loads the native libraries, and wraps what comes of it
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new ProblemException(
                    new Problem(
                            ReasonCode.BACKEND_UNAVAILABLE,
                            "onnxruntime",
                            "ONNX Runtime's native library cannot be loaded here (" + cause.getMessage() + ")",
                            "use encoder.engine=nd4j; ONNX models need Linux on x86-64"),
                    e);
        } finally {
            TemporaryFolder.remove();
        }
    }

    /**
     * Computes outputs into memory that the caller has ready; nothing is copied.
     *
     * @param input name of the input
     * @param images the input's numbers, direct
     * @param shape of the input
     * @param outputs by name, each direct memory and shape
     * @throws ProblemException WEIGHTS_INVALID where the model cannot take the input or gives another shape
     */
    public void run(String input, FloatBuffer images, long[] shape, Map<String, Target> outputs) {
        Map<String, OnnxTensor> targets = new LinkedHashMap<>();
        try (var tensor = OnnxTensor.createTensor(environment, images, shape)) {
            for (var output : outputs.entrySet()) {
                Target target = output.getValue();
                targets.put(output.getKey(), OnnxTensor.createTensor(environment, target.memory, target.shape));
            }
            session.run(Map.of(input, tensor), targets).close();
        } catch (OrtException e) {
            throw problem("the model cannot be computed", e);
        } finally {
            targets.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * The shapes that outputs have for an input; those that are no float32 tensors are left out.
     *
     * @param input name of the input
     * @param images the input's numbers, direct
     * @param shape of the input
     * @param outputs names
     * @throws ProblemException WEIGHTS_INVALID where the model cannot take the input
     */
    public Map<String, long[]> shapes(String input, FloatBuffer images, long[] shape, Collection<String> outputs) {
        var found = new LinkedHashMap<String, long[]>();
        try (var tensor = OnnxTensor.createTensor(environment, images, shape);
                var result = session.run(Map.of(input, tensor), new LinkedHashSet<>(outputs))) {
            for (var output : result) {
                if (output.getValue() instanceof OnnxTensor value && value.getInfo().type == OnnxJavaType.FLOAT) {
                    found.put(output.getKey(), value.getInfo().getShape());
                }
            }
            return found;
        } catch (OrtException e) {
            throw problem("the model cannot be computed", e);
        }
    }

    /** Where an output is to be written. */
    public record Target(FloatBuffer memory, long... shape) {}

    private static ProblemException problem(String what, OrtException e) {
        // "Error code - ORT_FAIL - message: …", at times with the place in its source in front
        String why = e.getMessage()
                .replaceFirst("^Error code - \\w+ - message:\\s*", "")
                .replaceAll("/\\S+:\\d+ ", "")
                .strip();
        return new ProblemException(
                new Problem(
                        ReasonCode.WEIGHTS_INVALID,
                        "onnx",
                        what + " (" + why + ")",
                        "give a model of opset 7 to 23 with standard operators, images in and logits out"),
                e);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw problem("the model cannot be closed", e);
        }
    }
}
