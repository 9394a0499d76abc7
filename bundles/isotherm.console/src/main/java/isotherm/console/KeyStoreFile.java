/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;

/** Looks at a key store before the HTTP service does, which only logs what is wrong with it. */
final class KeyStoreFile {
    private KeyStoreFile() {}

    /** @throws ProblemException INPUT_INVALID where it cannot be opened, or holds no key that the password opens */
    static void check(Path file, String password) {
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, password.toCharArray()) != null) {
                    return;
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file, "cannot be opened (" + e.getMessage() + ")");
        }
        throw unusable(file, "holds no private key");
    }

    private static ProblemException unusable(Path file, String why) {
        return new ProblemException(
                ReasonCode.INPUT_INVALID,
                file.toString(),
                "key store " + file + " " + why,
                "name a PKCS #12 file, and its password in ISOTHERM_KEYSTORE_PASSWORD: see docs/console.md");
    }
}
