/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backbone that computes other features of the same weights. */
final class OtherActivation {
    private OtherActivation() {}

    static Backbone of(Backbone plain) {
        return wrapped(
                Backbone.class,
                plain,
                (method, result) -> result instanceof FrozenClassifier classifier
                        ? wrapped(
                                FrozenClassifier.class,
                                classifier,
                                (of, value) -> value instanceof Features features
                                        ? new Features(
                                                squared(features.z()), features.taps(), squared(features.logits()))
                                        : value)
                        : result);
    }

    private static INDArray squared(INDArray values) {
        return values.mul(values);
    }

    private interface Change {
        Object of(String method, Object result);
    }

    private static <T> T wrapped(Class<T> type, T plain, Change change) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return change.of(method.getName(), method.invoke(plain, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
