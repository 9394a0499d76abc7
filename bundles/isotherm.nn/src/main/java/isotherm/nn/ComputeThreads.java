/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The OpenMP threads on which a Java thread's networks are computed. The order of a training's sums depends on their number, and
 * so do the last digits of its weights; what frozen networks say does not.
 */
public final class ComputeThreads {
    private ComputeThreads() {}

    /** How many the calling thread has now. */
    public static int number() {
        return ops().ompGetMaxThreads();
    }

    /**
     * Sets how many the calling thread has from now on; other threads keep theirs. Networks that it has opened before keep the order
     * that they were planned with.
     *
     * @param wanted 0 for what the process began with: {@code OMP_NUM_THREADS}, or one a processor
     * @return how many it has now
     */
    public static int use(int wanted) {
        if (wanted > 0) {
            ops().setOmpNumThreads(wanted);
        }
        return number();
    }

    private static NativeOps ops() {
        // which chooses the backend that the holder looks for
        Nd4j.getExecutioner();
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
