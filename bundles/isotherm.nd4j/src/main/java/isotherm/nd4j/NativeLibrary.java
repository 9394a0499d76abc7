/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nd4j;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A native library as the distribution brings it.
 *
 * @param resource where it lies in a bundle
 */
record NativeLibrary(URL resource) {
    private static final String PACKED = ".zst";
    private static final int BLOCK = 1 << 20;

    /** Whether it is Zstandard-packed, which JavaCPP cannot unpack. */
    boolean packed() {
        return resource.getPath().endsWith(PACKED);
    }

    /** Its file's name, once it is unpacked. */
    String name() {
        String path = resource.getPath();
        return path.substring(path.lastIndexOf('/') + 1, packed() ? path.length() - PACKED.length() : path.length());
    }

    InputStream open() throws IOException {
        try {
            return packed() ? new ZstdInputStream(resource.openStream()) : resource.openStream();
        } catch (LinkageError e) {
            throw new IOException(
                    "Zstandard's own library could not be unpacked to " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    /** Whether a file is this library, byte for byte. JavaCPP unpacks some under another name, so the name does not count. */
    boolean is(Path file) throws IOException {
        if (!packed() && resource.openConnection().getContentLengthLong() != Files.size(file)) {
            return false;
        }
        try (var expected = new BufferedInputStream(open(), BLOCK);
                var found = new BufferedInputStream(Files.newInputStream(file), BLOCK)) {
            byte[] left = new byte[BLOCK], right = new byte[BLOCK];
            while (true) {
                int length = expected.readNBytes(left, 0, BLOCK), other = found.readNBytes(right, 0, BLOCK);
                if (!Arrays.equals(left, 0, length, right, 0, other)) {
                    return false;
                }
                if (length < BLOCK) {
                    return true;
                }
            }
        }
    }
}
