/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An optimiser's moments and its rule. */
final class Update {
    private final Optimizer optimizer;
    private final Map<String, INDArray> moments = new LinkedHashMap<>();

    Update(Optimizer optimizer, Map<String, INDArray> parameters) {
        this.optimizer = optimizer;
        String[] kinds =
                optimizer instanceof Adam ? new String[] {"exp_avg.", "exp_avg_sq."} : new String[] {"momentum."};
        for (String kind : kinds) {
            parameters.forEach((name, array) -> {
                if (Parameters.isTrained(name)) {
                    moments.put(kind + name, Blocks.outsideWorkspaces(array.shape()));
                }
            });
        }
    }

    /** The moments by kind and parameter, {@code exp_avg.fc1.weight}. */
    Map<String, INDArray> moments() {
        return moments;
    }

    /** @param step counts from 1 */
    void apply(Map<String, INDArray> parameters, Map<String, INDArray> gradients, double rate, long step) {
        gradients.forEach((name, gradient) -> {
            var w = Floats.of(parameters.get(name));
            var g = Floats.of(gradient);
            if (optimizer instanceof Adam adam) {
                adam(adam, w, g, moment("exp_avg.", name), moment("exp_avg_sq.", name), rate, step);
            } else if (optimizer instanceof Sgd sgd) {
                sgd(sgd, w, g, moment("momentum.", name), rate);
            }
        });
    }

    private FloatBuffer moment(String kind, String name) {
        return Floats.of(moments.get(kind + name));
    }

    private static void adam(
            Adam adam, FloatBuffer w, FloatBuffer g, FloatBuffer m, FloatBuffer v, double rate, long step) {
        float b1 = (float) adam.beta1(), b2 = (float) adam.beta2(), epsilon = (float) adam.epsilon();
        float size = (float) (rate / (1 - Math.pow(adam.beta1(), step)));
        float root = (float) Math.sqrt(1 - Math.pow(adam.beta2(), step));
        float c1 = (float) (1 - adam.beta1()), c2 = (float) (1 - adam.beta2());
        Parallel.chunks(w.capacity(), (from, to) -> {
            int n = to - from;
            float[] weight = Parallel.buffer(0, n), grad = Parallel.buffer(1, n);
            float[] mean = Parallel.buffer(2, n), square = Parallel.buffer(3, n);
            w.get(from, weight, 0, n);
            g.get(from, grad, 0, n);
            m.get(from, mean, 0, n);
            v.get(from, square, 0, n);
            for (int i = 0; i < n; i++) {
                mean[i] = b1 * mean[i] + c1 * grad[i];
                square[i] = b2 * square[i] + c2 * grad[i] * grad[i];
                weight[i] -= size * mean[i] / ((float) Math.sqrt(square[i]) / root + epsilon);
            }
            w.put(from, weight, 0, n);
            m.put(from, mean, 0, n);
            v.put(from, square, 0, n);
        });
    }

    private static void sgd(Sgd sgd, FloatBuffer w, FloatBuffer g, FloatBuffer v, double rate) {
        float momentum = (float) sgd.momentum(), decay = (float) sgd.weightDecay(), lr = (float) rate;
        Parallel.chunks(w.capacity(), (from, to) -> {
            int n = to - from;
            float[] weight = Parallel.buffer(0, n), grad = Parallel.buffer(1, n), speed = Parallel.buffer(2, n);
            w.get(from, weight, 0, n);
            g.get(from, grad, 0, n);
            v.get(from, speed, 0, n);
            for (int i = 0; i < n; i++) {
                float slope = grad[i] + decay * weight[i];
                speed[i] = momentum * speed[i] + slope;
                weight[i] -= lr * (sgd.nesterov() ? slope + momentum * speed[i] : speed[i]);
            }
            w.put(from, weight, 0, n);
            v.put(from, speed, 0, n);
        });
    }

    void close() {
        moments.values().forEach(INDArray::close);
    }
}
