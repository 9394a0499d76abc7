/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.target.TargetAssignment;
import isotherm.api.target.TargetStrategy;
import isotherm.api.tensor.StateDict;
import isotherm.decoder.deconv.DeconvDecoder;
import isotherm.engine.registry.HandFilled;
import isotherm.target.prototype.PrototypeTarget;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a run's decoder starts from, which prototypes it is given, and the loss of each of its steps. */
final class ProtocolWitness {
    /** Weights before the first step. */
    StateDict start;

    final List<Double> losses = new ArrayList<>();
    int[] targets;

    ProtocolWitness(HandFilled extensions) {
        var decoder = new DeconvDecoder();
        replace(extensions, Decoder.class, "deconv", (proxy, method, arguments) -> {
            Object result = method.invoke(decoder, arguments);
            return method.getName().equals("create") ? watched((TrainableDecoder) result) : result;
        });
        var target = new PrototypeTarget();
        replace(extensions, TargetStrategy.class, "prototype", (proxy, method, arguments) -> {
            Object result = method.invoke(target, arguments);
            // the first is the training's; the report asks for prototypes, too, and beforehand options are tried on one
            // table
            if (targets == null && result instanceof TargetAssignment assignment && arguments[0] != arguments[1]) {
                targets = assignment.idIndex();
            }
            return result;
        });
    }

    private TrainableDecoder watched(TrainableDecoder real) {
        start = real.weights();
        return proxy(TrainableDecoder.class, (proxy, method, arguments) -> {
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("step")) {
                losses.add((Double) result);
            }
            return result;
        });
    }

    private static <S> void replace(HandFilled extensions, Class<S> contract, String name, InvocationHandler handler) {
        extensions.remove(contract, name);
        extensions.add(contract, name, proxy(contract, handler));
    }

    private static <S> S proxy(Class<S> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.invoke(proxy, method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
