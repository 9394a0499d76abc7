/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The seal that Isotherm puts into the safetensors files it writes, as the first two lines of their metadata: the SHA-256 of the
 * header, counted with zeros in its own place, and that of everything behind the header. So the header alone can be checked
 * without reading the tensors. Files from elsewhere have none.
 */
final class SafeTensorsSeal {
    static final String HEADER = "isotherm.seal";
    static final String DATA = "isotherm.sha256";

    private static final String PREFIX = "sha256:";
    private static final int HEX = 64;
    /** What a sealed header begins with, up to the digits. */
    private static final byte[] START =
            ("{\"__metadata__\":{\"" + HEADER + "\":\"" + PREFIX).getBytes(StandardCharsets.UTF_8);

    private SafeTensorsSeal() {}

    /** What stands in the place of the header's seal until it is known. */
    static String blank() {
        return PREFIX + "0".repeat(HEX);
    }

    static String data(MessageDigest digest) {
        return PREFIX + HexFormat.of().formatHex(digest.digest());
    }

    /** Puts the seal into a header that was written with {@link #blank}. */
    static void put(byte[] header) {
        byte[] seal = of(header).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(seal, 0, header, START.length, HEX);
    }

    /**
     * The header's seal; empty where the file has none.
     *
     * @throws BadFile where it does not fit
     */
    static Optional<String> check(byte[] header, Map<String, String> metadata) {
        String named = metadata.get(HEADER);
        String data = metadata.get(DATA);
        if (named == null && data == null) {
            return Optional.empty();
        }
        // one without the other, or in another place, is as damaged as one that does not fit
        boolean placed = named != null
                && data != null
                && header.length >= START.length + HEX
                && Arrays.equals(header, 0, START.length, START, 0, START.length);
        if (!placed || !named.equals(PREFIX + of(header))) {
            throw broken();
        }
        return Optional.of(named);
    }

    static BadFile broken() {
        return new BadFile("is damaged: its content does not fit its seal");
    }

    private static String of(byte[] header) {
        MessageDigest digest = digest();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(header.length).flip());
        digest.update(header, 0, START.length);
        digest.update("0".repeat(HEX).getBytes(StandardCharsets.US_ASCII));
        digest.update(header, START.length + HEX, header.length - START.length - HEX);
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
