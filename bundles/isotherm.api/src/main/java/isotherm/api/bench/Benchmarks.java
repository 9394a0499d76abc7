/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.bench;

import isotherm.api.wiring.ProblemException;
import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Measures how fast the installed plug-ins compute. Not for use while something else computes. */
@ProviderType
public interface Benchmarks {
    /** The workloads by name, in the order in which they are best run, each with a line that says what is timed. */
    Map<String, String> workloads();

    /** Whether another program can be expected to measure the same; what is Isotherm's own step has no peer. */
    boolean hasPeer(String workload);

    /**
     * Times repetitions of a workload, after a warm-up of at least the duration and two repetitions.
     *
     * @throws ProblemException NO_SUCH_NAME, naming the nearest workload there is
     * @throws InterruptedException between two repetitions, when the thread is interrupted
     */
    Measurement measure(String workload, int repetitions, Duration warmUp) throws InterruptedException;
}
