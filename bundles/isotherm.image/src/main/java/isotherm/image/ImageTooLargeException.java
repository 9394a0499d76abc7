/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image;

import java.io.IOException;

/** Says that an image is larger than what is read, by its head: nothing else of it is known to be wrong. */
public final class ImageTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    public ImageTooLargeException(String message) {
        super(message);
    }
}
