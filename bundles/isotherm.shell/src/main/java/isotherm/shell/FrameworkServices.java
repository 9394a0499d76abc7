/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Services of the framework; waits a bounded time for one that is on its way up. What was found is held until the close,
 * because a component that nobody holds is deactivated and forgets what it was bound to.
 */
final class FrameworkServices implements Services, AutoCloseable {
    private final BundleContext context;
    private final long waitMillis;
    private final Map<Class<?>, ServiceTracker<?, ?>> held = new ConcurrentHashMap<>();

    FrameworkServices(BundleContext context, long waitMillis) {
        this.context = context;
        this.waitMillis = waitMillis;
    }

    @Override
    public <S> Optional<S> find(Class<S> contract) {
        ServiceTracker<?, ?> tracker = held.computeIfAbsent(contract, this::track);
        try {
            return Optional.ofNullable(contract.cast(tracker.waitForService(waitMillis)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private <S> ServiceTracker<S, S> track(Class<S> contract) {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, contract, null);
        tracker.open();
        return tracker;
    }

    @Override
    public void close() {
        held.values().forEach(ServiceTracker::close);
        held.clear();
    }
}
