/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.metric.detection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The oracle files, where this machine has them. */
final class Golden {
    private Golden() {}

    static Path folder(String name) {
        Path folder = Path.of(System.getProperty("isotherm.shared", "shared"), "golden", name);
        Assumptions.assumeTrue(Files.isDirectory(folder), "no oracle numbers here: " + folder);
        return folder;
    }

    /** A one-dimensional little-endian float64 array. */
    static double[] npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(10 + bytes.getShort(8));
        double[] values = new double[bytes.remaining() / 8];
        bytes.asDoubleBuffer().get(values);
        return values;
    }
}
