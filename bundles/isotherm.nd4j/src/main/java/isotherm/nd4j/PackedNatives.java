/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nd4j;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;
import org.osgi.framework.Bundle;

/**
 * Unpacks the backend fragment's large library, which is shipped Zstandard-packed, to the place in JavaCPP's cache where
 * JavaCPP puts the small one that links to it: the loader of the system looks beside that one ({@code RUNPATH $ORIGIN}).
 * Done once a machine, version and kind of natives; several processes may start at once.
 */
final class PackedNatives {
    private static final String BINDINGS = "org/nd4j/linalg/cpu/nativecpu/bindings/";
    private static final String LIBRARY = "libnd4jcpu.so";

    private final Bundle host;

    PackedNatives(Bundle host) {
        this.host = host;
    }

    /** Does nothing where the fragment brings its library unpacked, or there is none. */
    void unpack() throws IOException {
        String kind = Loader.getPlatform() + System.getProperty("org.bytedeco.javacpp.platform.extension", "");
        URL packed = host.getResource(BINDINGS + kind + "/" + LIBRARY + ".zst");
        if (packed == null) {
            return;
        }
        Path folder = Loader.getCacheDir().toPath().resolve(kind);
        Path library = folder.resolve(LIBRARY);
        Files.createDirectories(folder);
        try (var lock = FileChannel.open(
                        folder.resolve(LIBRARY + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (!Files.exists(library)) {
                Path part = folder.resolve(LIBRARY + ".part");
                try (var in = new ZstdInputStream(packed.openStream())) {
                    Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
