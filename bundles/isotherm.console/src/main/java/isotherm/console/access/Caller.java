/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where somebody who gives a password is.
 *
 * @param address the address that the connection comes from; that of a proxy where there is one, since what a proxy says of
 *     others could be said by anybody
 * @param device what their browser got to keep when the password was right there; empty where it did not
 */
public record Caller(String address, String device) {
    private static final int NETWORK_BYTES = 8;

    /** @param address in figures, as a connection has it */
    public static Caller of(String address, String device) {
        return new Caller(network(address), device);
    }

    /** Whoever has one address of IPv6 has all of its network. */
    private static String network(String address) {
        String plain = address.replaceAll("%.*|[\\[\\]]", "");
        try {
            // in figures: no name is looked up
            return plain.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                            && InetAddress.getByName(plain) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
                    : plain;
        } catch (UnknownHostException e) {
            return plain;
        }
    }
}
