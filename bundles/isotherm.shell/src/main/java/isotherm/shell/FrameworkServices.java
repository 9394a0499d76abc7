/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Services of the framework; waits a bounded time for one that is on its way up. */
final class FrameworkServices implements Services {
    private final BundleContext context;
    private final long waitMillis;

    FrameworkServices(BundleContext context, long waitMillis) {
        this.context = context;
        this.waitMillis = waitMillis;
    }

    @Override
    public <S> Optional<S> find(Class<S> contract) {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context, contract, null);
        tracker.open();
        try {
            return Optional.ofNullable(tracker.waitForService(waitMillis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            tracker.close();
        }
    }
}
