/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.image.format;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Lets the reading of an image be given up. For use by one thread. */
public final class Watch {
    private final Runnable check;
    private RuntimeException wanted;

    /** @param check what it throws ends the reading */
    public Watch(Runnable check) {
        this.check = check;
    }

    /** @throws IOException where the reading shall end; decoders pass it on, where they might take another for damage */
    void look() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while an image was read");
        }
        try {
            check.run();
        } catch (RuntimeException e) {
            wanted = e;
            throw new InterruptedIOException("given up");
        }
    }

    /** Throws what the check threw, if it did. */
    public void rethrow() {
        if (wanted != null) {
            throw wanted;
        }
    }
}
