/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

/** A file that is sound, and whose reading takes more memory than there is. Thrown before any of it is taken. */
final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final long needed;
    final long there;

    /**
     * @param needed bytes
     * @param there bytes that can be had
     */
    TooLarge(long needed, long there) {
        this.needed = needed;
        this.there = there;
    }
}
