/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.train;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.maker.MadeBy;
import isotherm.engine.maker.Makers;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Finite;
import isotherm.engine.work.Pace;
import isotherm.engine.work.Stopped;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Epochs and batches: goes on from the checkpoint where there is one, writes one after every epoch, every two minutes and
 * when the run shall stop, and keeps the log. A checkpoint holds finite weights only: a training that diverges ends, and the
 * state before stays.
 *
 * @param plan which images each batch holds
 * @param epochs of the whole training
 * @param checkpoint the file of its state
 * @param log the table of epochs
 * @param makers whose code trains now
 * @param rate the setting that a user lowers where the training diverges
 */
record TrainingLoop(BatchPlan plan, int epochs, Path checkpoint, Path log, Makers makers, String rate, Work work) {
    private static final long SAVE_NANOS = 120_000_000_000L;

    /** Trains to the end and returns the last epoch's mean loss. */
    double run(Learner learner) throws IOException {
        TrainingState state = new TrainingState(MadeBy.only(makers));
        if (Files.exists(checkpoint)) {
            state = TrainingCheckpoint.restore(checkpoint, learner);
            work.message("going on after epoch " + state.epoch + (state.batch > 0 ? ", batch " + state.batch : ""));
        } else if (Files.exists(log)) {
            work.warn(checkpoint + " is missing: this training starts from its beginning");
        }
        double last = Double.NaN;
        while (state.epoch < epochs) {
            state.madeBy = state.madeBy.then(makers);
            last = epoch(learner, state);
        }
        return Double.isNaN(last) ? lastLogged(state) : last;
    }

    private double epoch(Learner learner, TrainingState state) throws IOException {
        int[][] batches = plan.epoch(state.epoch);
        var pace = new Pace();
        long saved = System.nanoTime();
        long before = saved;
        while (state.batch < batches.length) {
            try {
                work.check();
            } catch (Stopped e) {
                save(learner, state);
                throw e;
            }
            int[] rows = batches[state.batch];
            long step = (long) state.epoch * batches.length + state.batch;
            double loss = learner.step(state.epoch, rows, step);
            if (!Double.isFinite(loss)) {
                throw diverged(state, "the loss is " + loss);
            }
            state.loss += loss * rows.length;
            state.images += rows.length;
            state.batch++;
            long now = System.nanoTime();
            state.seconds += (now - before) / 1e9;
            before = now;
            work.progress(
                    "epoch " + (state.epoch + 1) + "/" + epochs,
                    step + 1,
                    (long) epochs * batches.length,
                    pace.count(rows.length),
                    loss);
            if (now - saved > SAVE_NANOS && state.batch < batches.length) {
                save(learner, state);
                saved = now;
            }
        }
        // the last step's loss was computed before its weights
        requireFinite(learner, state);
        double mean = state.loss / state.images;
        Map<String, Double> columns = learner.epochDone(state.epoch + 1, mean, state.memory);
        state.log.add(line(state, mean, columns));
        state.nextEpoch();
        String table = header(columns) + String.join("\n", state.log) + "\n";
        work.table(log, out -> out.append(table));
        write(learner, state);
        return mean;
    }

    private void save(Learner learner, TrainingState state) throws IOException {
        requireFinite(learner, state);
        write(learner, state);
    }

    private void write(Learner learner, TrainingState state) throws IOException {
        learner.memorize(state.memory);
        TrainingCheckpoint.write(checkpoint, learner, state);
    }

    private void requireFinite(Learner learner, TrainingState state) {
        StateDict weights = learner.weights();
        try {
            Finite.trouble(weights).ifPresent(trouble -> {
                throw diverged(state, trouble);
            });
        } finally {
            Arrays32.close(weights);
        }
    }

    private static String header(Map<String, Double> columns) {
        String more = columns.isEmpty() ? "" : "," + String.join(",", columns.keySet());
        return "epoch,loss,images_per_second,seconds" + more + "\n";
    }

    private static String line(TrainingState state, double loss, Map<String, Double> columns) {
        var line = new StringBuilder()
                .append(state.epoch + 1)
                .append(',')
                .append(loss)
                .append(String.format(Locale.ROOT, ",%.1f,%.2f", state.images / state.seconds, state.seconds));
        columns.values().forEach(value -> line.append(',').append(value));
        return line.toString();
    }

    private static double lastLogged(TrainingState state) {
        return state.log.isEmpty()
                ? Double.NaN
                : Double.parseDouble(state.log.get(state.log.size() - 1).split(",")[1]);
    }

    private ProblemException diverged(TrainingState state, String trouble) {
        String kept = state.log.isEmpty() ? "" : "; the checkpoint of epoch " + state.log.size() + " is kept";
        return new ProblemException(
                ReasonCode.CONFIG_INVALID,
                rate,
                "the training diverged in epoch " + (state.epoch + 1) + ": " + trouble + kept,
                "start it anew with a lower " + rate);
    }
}
