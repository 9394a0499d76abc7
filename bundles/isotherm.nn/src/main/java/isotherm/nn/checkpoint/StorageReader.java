/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Gets a storage's bytes from the file, after checking that they are there. */
interface StorageReader {
    /** All of the storage, little-endian, {@code elements × type.bytes} long. */
    ByteBuffer read(Storage storage) throws IOException;
}
