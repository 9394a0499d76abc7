/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.console;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a console listens, and how.
 *
 * @param host name or address of the network interface
 * @param port 1 to 65535, or 0 for any that is free
 * @param keyStore with the key and certificate for TLS, in PKCS #12 or JKS; empty: what is sent is not encrypted
 * @param keyStorePassword opens the key store and the key
 */
public record Listen(String host, int port, Optional<Path> keyStore, String keyStorePassword) {
    /** Without the password. */
    @Override
    public String toString() {
        return (keyStore.isPresent() ? "https://" : "http://") + host + ":" + port;
    }
}
