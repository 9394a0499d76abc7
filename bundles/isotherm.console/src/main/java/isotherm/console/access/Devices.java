/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells the browsers in which the password was right before, by what they were given then: a name, signed with a key that
 * is made of the password's hash. Nothing of it is stored here, it outlives the program, and a new password ends it. It opens
 * nothing; it only lets its bearer wait for nobody's wrong answers but its own.
 */
final class Devices {
    private static final String ALGORITHM = "HmacSHA256";
    private static final char SIGNED = '.';
    private static final int LONGEST = 200;
    private final Secrets secrets;

    Devices(Secrets secrets) {
        this.secrets = secrets;
    }

    /** What a browser gets to keep. */
    String issue(PasswordHash password) {
        String name = secrets.text();
        return name + SIGNED + signature(name, password);
    }

    /** The name of the device that carries this; empty where it was not issued here, or for another password. */
    Optional<String> known(String carried, PasswordHash password) {
        int at = carried.indexOf(SIGNED);
        if (at < 1 || carried.length() > LONGEST) {
            return Optional.empty();
        }
        String name = carried.substring(0, at);
        return Secrets.same(signature(name, password), carried.substring(at + 1))
                ? Optional.of(name)
                : Optional.empty();
    }

    private static String signature(String name, PasswordHash password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(password.hash(), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(("isotherm device " + name).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
