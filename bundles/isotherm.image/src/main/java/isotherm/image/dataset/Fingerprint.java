/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Collects what makes a data set what it is into one short text. For use by one thread. */
public final class Fingerprint {
    private final MessageDigest digest;

    public Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    /** Adds a line. */
    public Fingerprint line(String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Adds every byte of a file, by its length and CRC-32C: that runs at the speed of memory, so that a mapped file of some
     * hundred megabytes takes a fraction of a second.
     */
    public Fingerprint content(ByteBuffer content) {
        ByteBuffer all = content.duplicate().rewind();
        CRC32C crc = new CRC32C();
        crc.update(all);
        return line(all.limit() + " " + Long.toHexString(crc.getValue()));
    }

    /** SHA-256 over what was added, in hexadecimal; nothing can be added afterwards. */
    public String value() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
