/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.registry;

import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Lease;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The services of one extension point by name, and the leases taken on them. */
final class Registry {
    private final ExtensionPoint point;
    private final Map<String, List<Provider>> providers = new TreeMap<>();
    private final Map<Provider, List<HeldLease<?>>> leases = new HashMap<>();

    Registry(ExtensionPoint point) {
        this.point = point;
    }

    synchronized void add(Provider provider) {
        var sameName = providers.computeIfAbsent(provider.name(), n -> new ArrayList<>());
        sameName.add(provider);
        sameName.sort(null);
    }

    /** Forgets a service, and tells whoever holds it. */
    void remove(Provider provider) {
        List<HeldLease<?>> held;
        synchronized (this) {
            providers.values().forEach(list -> list.remove(provider));
            providers.values().removeIf(List::isEmpty);
            held = leases.remove(provider);
        }
        if (held != null) {
            held.forEach(HeldLease::lose);
        }
    }

    synchronized List<Extension> list() {
        var all = new ArrayList<Extension>();
        for (var sameName : providers.values()) {
            for (int i = 0; i < sameName.size(); i++) {
                all.add(describe(sameName.get(i), i > 0));
            }
        }
        return all;
    }

    synchronized <S> Lease<S> acquire(Class<S> contract, String name, Consumer<Extension> gone) {
        for (Provider provider : providers.getOrDefault(name, List.of())) {
            Object service = provider.take();
            if (service != null) {
                var lease = new HeldLease<>(
                        contract.cast(service), describe(provider, false), gone, held -> release(provider, held));
                leases.computeIfAbsent(provider, p -> new ArrayList<>()).add(lease);
                return lease;
            }
        }
        throw new ProblemException(
                ReasonCode.NO_SUCH_NAME,
                name,
                "there is no " + point.key() + " named '" + name + "'",
                NearestName.hint(name, providers.keySet()));
    }

    private void release(Provider provider, HeldLease<?> lease) {
        synchronized (this) {
            var held = leases.get(provider);
            if (held != null) {
                held.remove(lease);
            }
        }
        provider.giveBack();
    }

    private Extension describe(Provider p, boolean shadowed) {
        return new Extension(
                point, p.name(), p.bundle(), p.version(), p.bundleId(), p.ranking(), p.component(), shadowed);
    }
}
