/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import java.util.Map;

/** The learning rate of each step of a classifier's training. For use by one thread. */
final class PretrainSchedule {
    private final PretrainRate rate;
    private final long epochSteps;
    private final long steps;
    private double factor = 1;
    private int stalled;

    /** @param epochSteps steps of an epoch */
    PretrainSchedule(PretrainRate rate, long epochSteps, int epochs) {
        this.rate = rate;
        this.epochSteps = epochSteps;
        this.steps = epochSteps * epochs;
    }

    /** @param step counts from 0 over all epochs */
    double at(long step) {
        long warm = rate.warmup() * epochSteps;
        if (step < warm) {
            return rate.start() * (step + 1) / warm;
        }
        return switch (rate.kind()) {
            case CONSTANT -> rate.start();
            case COSINE -> new LearningRate(rate.start(), true, steps - warm).at(step - warm);
            case PLATEAU -> rate.start() * factor;
            case STEPS -> rate.start() * Math.pow(rate.decay(), milestones(step / epochSteps));
        };
    }

    private long milestones(long epoch) {
        return rate.milestones().stream().filter(done -> done <= epoch).count();
    }

    /** @param epochs done */
    void epochDone(int epochs, boolean risen) {
        stalled = risen || epochs <= rate.warmup() ? 0 : stalled + 1;
        if (rate.kind() == PretrainRate.Kind.PLATEAU && stalled >= rate.patience()) {
            factor *= rate.decay();
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
