/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.bench;

import java.util.List;

/**
 * What timing a workload gave.
 *
 * @param workload its name
 * @param images images that one repetition processes
 * @param rates images per second of each repetition, in order
 * @param peakMemory the largest resident memory of the process so far, in bytes; 0 where the system does not tell
 */
public record Measurement(String workload, int images, List<Double> rates, long peakMemory) {
    public Measurement {
        rates = List.copyOf(rates);
    }
}
