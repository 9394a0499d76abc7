/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

/**
 * One registered plug-in service.
 *
 * @param point its extension point
 * @param name the name experiments use
 * @param bundle symbolic name of the bundle that provides it
 * @param version that bundle's version
 * @param bundleId that bundle's id
 * @param ranking its service ranking
 * @param component the declaring component's name, empty where it was registered by hand
 * @param shadowed true where another service of the same name is preferred
 */
public record Extension(
        ExtensionPoint point,
        String name,
        String bundle,
        String version,
        long bundleId,
        int ranking,
        String component,
        boolean shadowed) {}
