/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:8181", "localhost:8181", "LOCALHOST", "[::1]:8181"})
    void thisMachineIsCalledByItsNames(String host) {
        assertTrue(new AllowedHosts("127.0.0.1").allows(host));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:8181",
                "localhost.evil.example",
                "192.168.0.7",
                "127.0.0.1.evil"
            })
    void nothingElseIs(String host) {
        assertFalse(new AllowedHosts("127.0.0.1").allows(host));
    }

    @Test
    void whereItListensToAllAddressesItIsCalledByAnyInFigures() {
        assertTrue(new AllowedHosts("0.0.0.0").allows("192.168.0.7:80"));
        assertTrue(new AllowedHosts("::").allows("[fe80::1]:80"));
        assertFalse(new AllowedHosts("0.0.0.0").allows("evil.example"));
        assertTrue(new AllowedHosts("Lab7").allows("lab7:8181"));
    }
}
