/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.test.common.annotation.InjectService;

/** Loaders that carry a library along find in the framework whatever it needs. */
class CarriedLibrariesIT {
    /** As SciPy's savemat compresses X, [32, 32, 3, 2], zero but for X[3, 5, 1, 1] = 77, and y = [10; 4]; without the header. */
    private static final String DIGITS =
            "DwAAAEgAAAB4nO3OwQ1AAAyG0R8hXMTR0RiWcLf/JJqwA5H3mi/tsXOSfU2G2mM15dZXS7U9dVVbNTXnc2cNAAAAwBccbz8AAH9z"
                    + "AcNvAZEPAAAAKQAAAHic42NgYDAAYjYg5gBiTgYIYIXymYCYEYwZGSrBfCYGLhYGBgAYzgDz";

    @TempDir
    Path folder;

    @InjectService(timeout = 5000, filter = "(isotherm.dataset.name=svhn)")
    DatasetLoader svhn;

    @Test
    void compressedMatFilesAreRead() throws IOException {
        byte[] variables = Base64.getDecoder().decode(DIGITS);
        ByteBuffer file = ByteBuffer.allocate(128 + variables.length);
        file.put("MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII));
        file.position(125);
        file.put((byte) 1).put((byte) 'I').put((byte) 'M').put(variables);
        Files.write(Files.createDirectory(folder.resolve("svhn")).resolve("test_32x32.mat"), file.array());
        try (ImageDataset data = svhn.open(new DatasetRequest(Split.TEST, folder, "", Map.of(), 0))) {
            assertEquals(2, data.size());
            assertEquals(0, data.label(0));
            assertEquals(77, data.read(1).pixels()[3 * (32 * 3 + 5) + 1]);
        }
    }
}
