/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.score.ScoreInput;
import isotherm.engine.data.ImageSet;
import isotherm.engine.data.Sample;
import isotherm.engine.feature.DecoderFeatures;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.work.Hash;
import isotherm.engine.work.Pace;
import isotherm.engine.work.ReusedArrays;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores test sets from their features. For use by one thread. */
public final class Scorer {
    /** Raise it where journals of before must not be gone on with. */
    private static final int FORMAT = 2;

    private final FrozenDecoder decoder;
    private final DecoderFeatures scaling;
    private final List<ScoreColumn> columns;
    private final String dependsOn;
    private final int batch;
    private final Work work;
    private final long total;
    private final Pace pace = new Pace();
    private long done;

    /**
     * @param dependsOn identifies the decoder and the scores
     * @param batch images a batch; scores depend on it only with the published code's normalisation
     * @param total images of all sets, for progress
     */
    public Scorer(
            FrozenDecoder decoder,
            DecoderFeatures scaling,
            List<ScoreColumn> columns,
            String dependsOn,
            int batch,
            long total,
            Work work) {
        this.decoder = decoder;
        this.scaling = scaling;
        this.columns = columns;
        this.dependsOn = dependsOn;
        this.batch = batch;
        this.total = total;
        this.work = work;
    }

    /**
     * Scores a set, or goes on with it.
     *
     * @param spread is told the magnitudes of all heatmaps of the set; null where nobody wants them
     * @param shown how many images the gallery shows
     * @param journal the file that keeps what is scored until the run has ended
     * @param key identifies the set's features, and whose code scores them
     */
    public ScoredSet score(ImageSet images, FeatureSet features, Magnitudes spread, int shown, Path journal, String key)
            throws IOException {
        var set = new ScoresSoFar(images.size(), columns, Sample.spread(images.size(), shown), spread);
        String all = Hash.text(
                FORMAT + "\n" + dependsOn + "\n" + key + "\n" + batch + "\n" + shown + "\n" + (spread != null));
        try (var kept = new ScoreJournal(journal, all, set::add);
                var arrays = new ReusedArrays()) {
            if (set.size() > 0) {
                work.message("going on with the scores of '" + images.label() + "' after " + set.size() + " of "
                        + images.size() + " images");
            }
            if (kept.lost()) {
                work.message("what " + journal + (set.size() > 0 ? " has behind them" : " has")
                        + " was torn, damaged or of other settings, and is computed again");
            }
            done += set.size();
            for (int from = set.size(); from < images.size(); from += batch) {
                work.check();
                int to = Math.min(images.size(), from + batch);
                ScoredBatch scored = batch(features, from, to, set, arrays);
                kept.add(scored);
                set.add(scored);
                done += to - from;
                work.progress(images.label(), done, total, pace.count(to - from), Double.NaN);
            }
        }
        return set.of(images, features);
    }

    private ScoredBatch batch(FeatureSet features, int from, int to, ScoresSoFar set, ReusedArrays arrays) {
        int[] rows = IntStream.range(from, to).toArray();
        INDArray heatmaps = decoder.heatmaps(scaling.input(arrays, List.of(features), rows));
        INDArray z = FeatureSet.rows(features.z(), from, to, arrays, "raw z");
        INDArray logits = FeatureSet.rows(features.logits(), from, to, arrays, "logits");
        double[][] scores = columns.stream()
                .map(column -> column.score().score(new ScoreInput(z, logits, column.heatmaps() ? heatmaps : null)))
                .toArray(double[][]::new);
        return set.batch(from, scores, Magnitudes.of(heatmaps));
    }
}
