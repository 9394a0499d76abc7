/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Services that a test answers for; what an interface answers by itself, it does. */
final class FakeServices implements Services {
    private final Map<Class<?>, Object> services = new HashMap<>();

    /** What a service says, whatever it is asked. */
    interface Answer {
        Object to(String method, Object[] args);
    }

    <S> void fake(Class<S> contract, Answer answer) {
        put(
                contract,
                contract.cast(Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {contract},
                        (proxy, method, args) -> method.isDefault()
                                ? InvocationHandler.invokeDefault(proxy, method, args)
                                : answer.to(method.getName(), args))));
    }

    <S> void put(Class<S> contract, S service) {
        services.put(contract, service);
    }

    void remove(Class<?> contract) {
        services.remove(contract);
    }

    @Override
    public <S> Optional<S> find(Class<S> contract) {
        return Optional.ofNullable(contract.cast(services.get(contract)));
    }
}
