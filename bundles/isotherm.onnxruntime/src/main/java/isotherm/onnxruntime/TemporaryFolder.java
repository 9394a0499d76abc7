/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.onnxruntime;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that ONNX Runtime makes for libraries to be unpacked into, whether it unpacks any or not, and removes when the
 * program ends by itself. Of a killed one it would stay.
 */
final class TemporaryFolder {
    private TemporaryFolder() {}

    /** Removes it where it is empty; whoever comes later finds nothing to do. */
    static void remove() {
        try {
            // no method tells its name
            var field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("tempDirectory");
            field.setAccessible(true);
            if (field.get(null) instanceof Path folder) {
                Files.deleteIfExists(folder);
            }
        } catch (Exception | LinkageError e) {
            // libraries lie in it, or another release keeps it elsewhere: it goes when the program ends
        }
    }
}
