/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ComputeThreadsTest {
    private static <T> T inAThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        new Thread(task).start();
        return task.get();
    }

    @Test
    void eachThreadHasItsOwnNumber() throws Exception {
        int usual = inAThread(ComputeThreads::number);
        for (int wanted : new int[] {1, 2, 5}) {
            assertEquals(wanted, inAThread(() -> ComputeThreads.use(wanted)));
            assertEquals(wanted, inAThread(() -> {
                ComputeThreads.use(wanted);
                return ComputeThreads.use(0);
            }));
        }
        assertEquals(usual, inAThread(() -> ComputeThreads.use(0)));
    }
}
