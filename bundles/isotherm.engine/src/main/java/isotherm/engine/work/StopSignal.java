/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Lets any thread ask a run to end. The first reason stays. */
public final class StopSignal {
    private final AtomicReference<String> reason = new AtomicReference<>();

    public void stop(String why) {
        reason.compareAndSet(null, why);
    }

    public Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }

    public void check() {
        String why = reason.get();
        if (why != null) {
            throw new Stopped(why);
        }
    }
}
