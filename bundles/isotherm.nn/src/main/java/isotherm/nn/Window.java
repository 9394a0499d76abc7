/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.deeplearning4j.nn.conf.ConvolutionMode;

/** How a kernel slides over a map; each pair is height, width. */
record Window(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean same) {
    static Window of(int[] kernel, int[] stride, int[] padding, int[] dilation, ConvolutionMode mode) {
        return new Window(
                kernel.clone(), stride.clone(), padding.clone(), dilation.clone(), mode == ConvolutionMode.Same);
    }

    long shrink(long size, int axis) {
        if (same) {
            return (size + stride[axis] - 1) / stride[axis];
        }
        long span = size + 2L * padding[axis] - dilation[axis] * (kernel[axis] - 1L) - 1;
        if (span < 0) {
            throw new IllegalArgumentException("a kernel of " + kernel[axis] + " does not fit a map of " + size);
        }
        return span / stride[axis] + 1;
    }

    long grow(long size, int axis) {
        if (same) {
            return size * stride[axis];
        }
        return (size - 1) * stride[axis] - 2L * padding[axis] + dilation[axis] * (kernel[axis] - 1L) + 1;
    }

    long[] strides() {
        return new long[] {stride[0], stride[1]};
    }

    /** Pixels left out between two of a kernel's, as oneDNN counts dilation. */
    long[] gaps() {
        return new long[] {dilation[0] - 1L, dilation[1] - 1L};
    }

    /** Padding above and left, for maps [N, H, W, C]. */
    long[] before(long[] wide, long[] narrow) {
        return new long[] {padding(0, wide[1], narrow[1]) / 2, padding(1, wide[2], narrow[2]) / 2};
    }

    /** Padding below and right, for maps [N, H, W, C]. */
    long[] after(long[] wide, long[] narrow) {
        long[] above = before(wide, narrow);
        return new long[] {padding(0, wide[1], narrow[1]) - above[0], padding(1, wide[2], narrow[2]) - above[1]};
    }

    /** On both sides together. */
    private long padding(int axis, long wide, long narrow) {
        long spans = (narrow - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1L) + 1;
        return same ? Math.max(0, spans - wide) : 2L * padding[axis];
    }

    /** The integer arguments all of libnd4j's window operations begin with. */
    long[] arguments(long... rest) {
        long[] all = new long[9 + rest.length];
        int at = 0;
        for (int[] pair : new int[][] {kernel, stride, padding, dilation}) {
            all[at++] = pair[0];
            all[at++] = pair[1];
        }
        all[at++] = same ? 1 : 0;
        System.arraycopy(rest, 0, all, at, rest.length);
        return all;
    }
}
