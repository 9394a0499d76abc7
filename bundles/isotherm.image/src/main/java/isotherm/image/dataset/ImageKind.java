/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells image files by their names and by their first bytes. */
final class ImageKind {
    private static final List<String> SUFFIXES = List.of(".jpg", ".jpeg", ".png", ".bmp");
    private static final List<byte[]> BEGINNINGS = List.of(
            new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF},
            new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
            new byte[] {'B', 'M'});

    private ImageKind() {}

    static boolean bySuffix(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(name::endsWith);
    }

    static boolean byContent(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(32);
            // no image of any of the kinds fits into fewer bytes
            return head.length == 32 && BEGINNINGS.stream().anyMatch(b -> startsWith(head, b));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean startsWith(byte[] head, byte[] beginning) {
        for (int i = 0; i < beginning.length; i++) {
            if (head[i] != beginning[i]) {
                return false;
            }
        }
        return true;
    }
}
