/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.Arrays;

/** Which convolutions are worth Winograd's algorithm; measured, see docs/decisions/0011-winograd.md. */
final class Winograd {
    /** oneDNN computes blocks of so many channels; with one block alone, transforming costs more than it saves. */
    private static final long BLOCK = 16;

    private static final long FEWEST_CHANNELS = 2 * BLOCK;
    /** For fewer images, moving the transformed weights, four times as many, takes longer than multiplying. */
    private static final long FEWEST_IMAGES = 16;

    private Winograd() {}

    static boolean suits(Convolution convolution, long images) {
        Window window = convolution.window();
        return images >= FEWEST_IMAGES
                && isBlocked(convolution.in())
                && isBlocked(convolution.out())
                && are(3, window.kernel())
                && are(1, window.stride())
                && are(1, window.dilation());
    }

    private static boolean isBlocked(long channels) {
        return channels >= FEWEST_CHANNELS && channels % BLOCK == 0;
    }

    private static boolean are(int wanted, int[] pair) {
        return Arrays.stream(pair).allMatch(one -> one == wanted);
    }
}
