/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final String PASSWORD = "correct horse battery";

    @Test
    void matchesItsPasswordAloneAlsoAfterItWasWritten() {
        PasswordHash hash = PasswordHash.parse(
                PasswordHash.of(PASSWORD.toCharArray(), new SecureRandom()).line());
        assertTrue(hash.matches(PASSWORD.toCharArray()));
        assertFalse(hash.matches("correct horse batterz".toCharArray()));
        assertFalse(hash.matches("".toCharArray()));
    }

    @Test
    void equalPasswordsDoNotLookEqualAndAreNotInTheLine() {
        String one = PasswordHash.of(PASSWORD.toCharArray(), new SecureRandom()).line();
        String other =
                PasswordHash.of(PASSWORD.toCharArray(), new SecureRandom()).line();
        assertNotEquals(one, other);
        String encoded = Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));
        assertFalse(one.contains(PASSWORD) || one.contains(encoded), one);
    }

    /** Computed by Python: hashlib.pbkdf2_hmac('sha512', b'correct horse battery', bytes(range(16)), 1000). */
    @Test
    void isThePublishedFunction() {
        byte[] salt = new byte[16];
        for (int i = 0; i < salt.length; i++) {
            salt[i] = (byte) i;
        }
        String python = "ToxFUi5y3fprZRW/V6CupR2uIDYfuy5rlsF9Z4E648lE68lw5lzmucru/HdPvmBJDSLroVh1Q2xCvjqd8NI/6Q==";
        PasswordHash hash = PasswordHash.parse(
                "pbkdf2-hmac-sha512$1000$" + Base64.getEncoder().encodeToString(salt) + "$" + python);
        assertTrue(hash.matches(PASSWORD.toCharArray()));
        assertEquals("pbkdf2-hmac-sha512", hash.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "md5$1$AAAAAAAAAAAAAAAAAAAAAA==$AA==",
                "pbkdf2-hmac-sha512$0$AAAAAAAAAAAAAAAAAAAAAA==$AA==",
                "pbkdf2-hmac-sha512$210000$AAAAAAAAAAAAAAAAAAAAAA==$AA==",
                "pbkdf2-hmac-sha512$many$AAAAAAAAAAAAAAAAAAAAAA==$AA==",
                "pbkdf2-hmac-sha512$210000$?$?"
            })
    void aDamagedLineIsRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(line));
    }
}
