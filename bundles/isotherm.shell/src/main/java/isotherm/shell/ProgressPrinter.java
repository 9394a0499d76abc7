/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Progress;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunListener;
import isotherm.api.run.Stage;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A run's progress: a bar that is redrawn on a terminal, a plain line every few seconds elsewhere. */
final class ProgressPrinter implements RunListener {
    private static final double BAR_SECONDS = 0.1;
    private static final double LINE_SECONDS = 5;
    private static final int BAR = 24;
    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private Stage stage;
    private long stageStart;
    private long stageDone;
    private long last;
    private int drawn;

    ProgressPrinter(PrintStream out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    @Override
    public synchronized void progress(RunInfo run, Progress p) {
        long now = nanos.getAsLong();
        boolean first = p.stage() != stage;
        if (first) {
            finish();
            stage = p.stage();
            stageStart = now;
            stageDone = p.done();
        }
        double since = (now - last) / 1e9;
        boolean complete = p.total() > 0 && p.done() >= p.total();
        if (!first && since < (terminal ? BAR_SECONDS : LINE_SECONDS) && !complete) {
            return;
        }
        last = now;
        String line = line(p, now);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
            drawn = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    @Override
    public synchronized void message(RunInfo run, String line) {
        finish();
        out.println(line);
    }

    @Override
    public void ended(RunInfo run) {
        finish();
    }

    /** Leaves the bar's line, so that the next output starts on its own. */
    synchronized void finish() {
        if (drawn > 0) {
            out.println();
            drawn = 0;
        }
    }

    private String line(Progress p, long now) {
        double share = p.total() <= 0 ? 0 : Math.min(1, (double) p.done() / p.total());
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-8s  %-14s", p.stage().name().toLowerCase(Locale.ROOT), p.task()));
        if (terminal) {
            int full = (int) Math.round(share * BAR);
            line.append(" [")
                    .append("#".repeat(full))
                    .append("-".repeat(BAR - full))
                    .append(']');
        }
        line.append(String.format(Locale.ROOT, " %3.0f %%", 100 * share));
        if (p.imagesPerSecond() > 0) {
            line.append(String.format(Locale.ROOT, "  %.0f images/s", p.imagesPerSecond()));
        }
        long done = p.done() - stageDone;
        if (done > 0 && p.total() > p.done()) {
            long left = Math.round((now - stageStart) / 1e9 * (p.total() - p.done()) / done);
            line.append(String.format(Locale.ROOT, "  %d:%02d left", left / 60, left % 60));
        }
        if (!Double.isNaN(p.loss())) {
            line.append(String.format(Locale.ROOT, "  loss %.5g", p.loss()));
        }
        return line.toString();
    }
}
