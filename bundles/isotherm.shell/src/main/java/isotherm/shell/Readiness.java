/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Experiments;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Waits until the framework is up and what it brings has settled, so that the first command sees all of it. */
final class Readiness {
    private static final int LEVEL = 5;
    private static final long START_MILLIS = 30_000;
    private static final long ACTIVE_MILLIS = 1_000;
    private static final long SETTLE_MILLIS = 2_000;
    private static final long STEP = 50;
    private final BundleContext context;
    private final Services services;

    Readiness(BundleContext context, Services services) {
        this.context = context;
        this.services = services;
    }

    void await() throws InterruptedException {
        Bundle framework = context.getBundle(0);
        FrameworkStartLevel level = framework.adapt(FrameworkStartLevel.class);
        long active = 0;
        for (long waited = 0; waited < START_MILLIS && active < ACTIVE_MILLIS; waited += STEP) {
            if (level.getStartLevel() >= LEVEL) {
                break;
            }
            active += framework.getState() == Bundle.ACTIVE ? STEP : 0;
            Thread.sleep(STEP);
        }
        settle();
    }

    /** Configurations arrive on Config Admin's own thread: wait for two equal looks at what there is. */
    private void settle() throws InterruptedException {
        Optional<Experiments> experiments = services.find(Experiments.class);
        Optional<Extensions> extensions = services.find(Extensions.class);
        String before = "";
        for (long waited = 0;
                waited < SETTLE_MILLIS && experiments.isPresent() && extensions.isPresent();
                waited += STEP * 2) {
            String now = experiments.get().names() + " "
                    + Arrays.stream(ExtensionPoint.values())
                            .map(p -> extensions.get().list(p).size())
                            .toList();
            if (Objects.equals(before, now) && !experiments.get().names().isEmpty()) {
                return;
            }
            before = now;
            Thread.sleep(STEP * 2);
        }
    }
}
