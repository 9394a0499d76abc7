/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.registry;

import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Lease;
import isotherm.engine.maker.Origin;
import java.util.function.Consumer;

/** The registries as the engine uses them: a lease can tell at once that its service went away. */
public interface WatchedExtensions extends Extensions {
    /**
     * As {@link Extensions#acquire}, and calls back when the provider goes away.
     *
     * @param gone told once what is leaving, on the thread that takes the service away; must return quickly
     */
    <S> Lease<S> acquire(ExtensionPoint point, Class<S> contract, String name, Consumer<Extension> gone);

    /** The code behind an extension. */
    Origin origin(Extension extension);

    /** The code of the engine. */
    Origin engine();
}
