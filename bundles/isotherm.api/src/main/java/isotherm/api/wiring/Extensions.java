/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The registries of all extension points: what is plugged in at the moment. Safe for use by several threads. */
@ProviderType
public interface Extensions {
    /** Every registered service of the point, by name, then by preference; shadowed ones included. */
    List<Extension> list(ExtensionPoint point);

    /** The names of the point that can be acquired, sorted. */
    default List<String> names(ExtensionPoint point) {
        return list(point).stream()
                .filter(extension -> !extension.shadowed())
                .map(Extension::name)
                .toList();
    }

    /**
     * Takes the preferred service of a name: highest ranking, then lowest service id.
     *
     * @throws ProblemException NO_SUCH_NAME, naming the nearest name there is
     */
    <S> Lease<S> acquire(ExtensionPoint point, Class<S> contract, String name);
}
