/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.build;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Packs libnd4jcpu.so, 350 MB each, with Zstandard: half the size a jar's deflate reaches, packed and unpacked faster. What
 * is already packed is left alone, because its source is a released artifact that cannot change.
 *
 * <p>Arguments: output folder, then pairs of jar and entry.
 */
public final class PackNatives {
    private static final int LEVEL = 6;

    private PackNatives() {}

    public static void main(String[] args) {
        Path out = Path.of(args[0]);
        List<Integer> pairs =
                Stream.iterate(1, i -> i + 1 < args.length, i -> i + 2).toList();
        pairs.parallelStream().forEach(i -> pack(Path.of(args[i]), args[i + 1], out));
    }

    private static void pack(Path jar, String entry, Path out) {
        Path target = out.resolve(entry + ".zst");
        if (Files.exists(target)) {
            return;
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (var zip = new ZipFile(jar.toFile())) {
            Files.createDirectories(target.getParent());
            try (var in = zip.getInputStream(zip.getEntry(entry));
                    var packed = new ZstdOutputStream(Files.newOutputStream(part), LEVEL)) {
                in.transferTo(packed);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
