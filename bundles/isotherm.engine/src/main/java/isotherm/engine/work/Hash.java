/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import isotherm.api.tensor.StateDict;
import isotherm.nn.checkpoint.SafeTensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 in hexadecimal. */
public final class Hash {
    private Hash() {}

    public static String text(String text) {
        return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static String file(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return stream(in);
        }
    }

    /** Of all that is left of a stream, which stays open. */
    public static String stream(InputStream stream) throws IOException {
        var in = new DigestInputStream(stream, sha256());
        byte[] buffer = new byte[1 << 16];
        while (in.read(buffer) >= 0) {
            // the digest reads along
        }
        return hex(in.getMessageDigest().digest());
    }

    /** Of names, shapes and values, whatever file they came from. */
    public static String weights(StateDict weights) {
        var digest = sha256();
        weights.tensors().forEach((name, array) -> {
            digest.update((name + Arrays.toString(array.shape())).getBytes(StandardCharsets.UTF_8));
            float[] values = Arrays32.values(array);
            var bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes);
        });
        return hex(digest.digest());
    }

    /** Those of a safetensors file. */
    public static String weights(Path file) {
        StateDict weights = SafeTensors.read(file);
        try {
            return weights(weights);
        } finally {
            Arrays32.close(weights);
        }
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
