/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.registry;

import isotherm.api.wiring.Extension;
import isotherm.api.wiring.Lease;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A lease that its registry can revoke. */
final class HeldLease<S> implements Lease<S> {
    private final S service;
    private final Extension extension;
    private final Consumer<Extension> onGone;
    private final Consumer<HeldLease<?>> release;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean gone;

    HeldLease(S service, Extension extension, Consumer<Extension> onGone, Consumer<HeldLease<?>> release) {
        this.service = service;
        this.extension = extension;
        this.onGone = onGone;
        this.release = release;
    }

    /** The provider went away; the callback runs unless the lease was given back before. */
    void lose() {
        gone = true;
        if (!closed.get()) {
            onGone.accept(extension);
        }
    }

    @Override
    public S service() {
        return service;
    }

    @Override
    public Extension extension() {
        return extension;
    }

    @Override
    public boolean gone() {
        return gone;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.accept(this);
        }
    }
}
