/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.registry;

import isotherm.api.wiring.ExtensionPoint;

/** Where an extension's service comes from: a service reference in the framework, a plain object in tests. */
interface Provider extends Comparable<Provider> {
    ExtensionPoint point();

    String name();

    String bundle();

    String version();

    long bundleId();

    int ranking();

    String component();

    /** The service, or null where it can no longer be had. */
    Object take();

    void giveBack();
}
