/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.tinyimagenet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The small text files beside the images. */
final class TextFile {
    /** The largest, words.txt, has 2.7 MB. */
    private static final long MAX_BYTES = 1 << 26;

    private TextFile() {}

    /** Lines that are not blank. */
    static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw Problems.invalid(file, "has more than 64 MB");
            }
            // every byte is a character of this set, so that no name is refused for its spelling
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw Problems.invalid(file, "cannot be read: " + e.getMessage());
        }
    }
}
