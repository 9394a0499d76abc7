/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the file of a configuration is, if nothing can be read from it. */
final class LoadedConfig {
    /** A thousand times what the longest of ours takes. */
    static final long LIMIT_BYTES = 1 << 20;

    private LoadedConfig() {}

    /** Why it is none, and what to do about it, parted by a dash; empty where it may be one. */
    static Optional<String> refusal(Path file) {
        try {
            if (Files.isDirectory(file)) {
                return Optional.of("is a folder, and no configuration – move it elsewhere");
            }
            if (Files.size(file) > LIMIT_BYTES) {
                return Optional.of("is longer than 1 MB, and no configuration – remove it");
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.isBlank()
                    ? Optional.of("is empty – write key=\"value\" lines, or remove it")
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of("is no text of UTF-8 – save it in that encoding");
        } catch (IOException e) {
            return Optional.of("cannot be read – check its permissions, or remove it");
        }
    }
}
