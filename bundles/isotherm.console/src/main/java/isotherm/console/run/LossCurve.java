/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.run;

import java.util.ArrayList;
import java.util.List;

/** A stage's loss so far. Where it gets long, every other point goes, so that it takes bounded room. Not thread-safe. */
public final class LossCurve {
    static final int MOST = 2000;

    /**
     * @param done units of the stage that were done
     * @param loss the loss then
     */
    public record Point(long done, double loss) {}

    private final List<Point> points = new ArrayList<>();
    private int stride = 1;
    private int skipped;
    private int thinned;

    void add(long done, double loss) {
        boolean repeated = !points.isEmpty() && points.get(points.size() - 1).done >= done;
        if (!Double.isFinite(loss) || repeated) {
            return;
        }
        if (++skipped < stride && !points.isEmpty()) {
            return;
        }
        skipped = 0;
        points.add(new Point(done, loss));
        if (points.size() > MOST) {
            thin();
        }
    }

    private void thin() {
        List<Point> kept = new ArrayList<>();
        for (int i = 0; i < points.size(); i += 2) {
            kept.add(points.get(i));
        }
        points.clear();
        points.addAll(kept);
        stride *= 2;
        thinned++;
    }

    /** How often points went: whoever has seen some has to see all anew then. */
    int thinned() {
        return thinned;
    }

    int size() {
        return points.size();
    }

    List<Point> from(int index) {
        return List.copyOf(points.subList(index, points.size()));
    }
}
