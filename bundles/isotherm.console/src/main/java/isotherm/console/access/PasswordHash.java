/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 with HMAC-SHA-512, with a salt of its own.
 *
 * @param iterations how often it was hashed
 * @param salt random bytes
 * @param hash 64 bytes
 */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {
    /** As OWASP's Password Storage Cheat Sheet asks for this function. */
    static final int ITERATIONS = 210_000;

    private static final String KIND = "pbkdf2-hmac-sha512";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 512;
    private static final int MOST_ITERATIONS = 10_000_000;

    static PasswordHash of(char[] password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, derive(password, salt, ITERATIONS));
    }

    /** Takes the same time whatever is wrong with the password. */
    boolean matches(char[] password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    /** One line, of which {@link #parse} makes the same again. */
    String line() {
        Base64.Encoder encoder = Base64.getEncoder();
        return String.join(
                "$", KIND, Integer.toString(iterations), encoder.encodeToString(salt), encoder.encodeToString(hash));
    }

    /** @throws IllegalArgumentException where it is no such line */
    static PasswordHash parse(String line) {
        String[] parts = line.strip().split("\\$");
        if (parts.length != 4 || !parts[0].equals(KIND)) {
            throw new IllegalArgumentException("not " + KIND);
        }
        var parsed = new PasswordHash(
                Integer.parseInt(parts[1]),
                Base64.getDecoder().decode(parts[2]),
                Base64.getDecoder().decode(parts[3]));
        if (parsed.iterations < 1
                || parsed.iterations > MOST_ITERATIONS
                || parsed.salt.length < SALT_BYTES
                || parsed.hash.length != HASH_BITS / 8) {
            throw new IllegalArgumentException("out of bounds");
        }
        return parsed;
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations) {
        var key = new PBEKeySpec(password, salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            key.clearPassword();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Objects.hash(iterations, Arrays.hashCode(salt));
    }

    /** Without what is worth keeping from a log. */
    @Override
    public String toString() {
        return KIND;
    }
}
