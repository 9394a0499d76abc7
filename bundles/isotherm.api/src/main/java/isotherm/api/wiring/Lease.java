/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A service in use. It stays usable until {@link #close()} or until its provider goes away, whichever is first. Safe for
 * use by several threads.
 *
 * @param <S> the contract
 */
@ProviderType
public interface Lease<S> extends AutoCloseable {
    /** The service. Do not call it once {@link #gone()} is true. */
    S service();

    Extension extension();

    /** True once the provider has been unregistered, its bundle stopped or its class loader refreshed. */
    boolean gone();

    /** Releases the service; more than once does nothing. */
    @Override
    void close();
}
