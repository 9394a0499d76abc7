/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import java.util.Map;

/** The learning rate of a classifier's training; {@code plateau} divides it by 10 when validation stalls for 10 epochs. */
final class PretrainSchedule {
    private static final int PATIENCE = 10;
    private final double start;
    private final String kind;
    private final long steps;
    private double factor = 1;
    private int stalled;

    PretrainSchedule(double start, String kind, long steps) {
        this.start = start;
        this.kind = kind;
        this.steps = steps;
    }

    double at(long step) {
        return factor * new LearningRate(start, kind.equals("cosine"), steps).at(step);
    }

    void epochDone(boolean risen) {
        stalled = risen ? 0 : stalled + 1;
        if (kind.equals("plateau") && stalled >= PATIENCE) {
            factor /= 10;
            stalled = 0;
        }
    }

    void save(Map<String, Double> memory) {
        memory.put("rate.factor", factor);
        memory.put("rate.stalled", (double) stalled);
    }

    void load(Map<String, Double> memory) {
        factor = memory.getOrDefault("rate.factor", 1.0);
        stalled = memory.getOrDefault("rate.stalled", 0.0).intValue();
    }
}
