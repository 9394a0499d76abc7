/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names under which the console may be called. Another site whose name is made to lead to this address (DNS rebinding)
 * calls it by that name, and is refused.
 */
public final class AllowedHosts {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");
    private final Set<String> names;
    private final boolean addresses;

    /** @param host what the console listens on */
    public AllowedHosts(String host) {
        names = new TreeSet<>(LOOPBACK);
        String name = host.toLowerCase(Locale.ROOT);
        names.add(name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name);
        addresses = ANY.contains(name);
    }

    /** @param host value of the header Host, with or without a port; null where there is none */
    public boolean allows(String host) {
        if (host == null || host.isBlank()) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
        // an address in figures cannot be made to lead elsewhere
        return names.contains(name) || addresses && name.matches("\\d+(\\.\\d+){3}|\\[[0-9a-f:.]+]");
    }
}
