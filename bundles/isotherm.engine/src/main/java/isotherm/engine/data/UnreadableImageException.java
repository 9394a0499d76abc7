/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import java.io.IOException;

/** Says that one image of a data set cannot be read, and names its file: the others may be sound. */
final class UnreadableImageException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableImageException(String message, IOException cause) {
        super(message, cause);
    }
}
