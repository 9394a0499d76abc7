/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.score.ScoreInput;
import isotherm.engine.data.ImageSet;
import isotherm.engine.data.Sample;
import isotherm.engine.feature.DecoderFeatures;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.work.Pace;
import isotherm.engine.work.Work;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores test sets from their features. For use by one thread. */
public final class Scorer {
    private final FrozenDecoder decoder;
    private final DecoderFeatures scaling;
    private final List<ScoreColumn> columns;
    private final int batch;
    private final Work work;
    private final long total;
    private final Pace pace = new Pace();
    private long done;

    /**
     * @param batch images a batch; scores depend on it only with the published code's normalisation
     * @param total images of all sets, for progress
     */
    public Scorer(
            FrozenDecoder decoder,
            DecoderFeatures scaling,
            List<ScoreColumn> columns,
            int batch,
            long total,
            Work work) {
        this.decoder = decoder;
        this.scaling = scaling;
        this.columns = columns;
        this.batch = batch;
        this.total = total;
        this.work = work;
    }

    /**
     * @param spread is told the magnitudes of all heatmaps of the set
     * @param shown how many images the gallery shows
     */
    public ScoredSet score(ImageSet images, FeatureSet features, Magnitudes spread, int shown) {
        int n = images.size();
        var scores = new LinkedHashMap<String, double[]>();
        columns.forEach(column -> scores.put(column.label(), new double[n]));
        int[] places = Sample.spread(n, shown);
        float[][] kept = new float[places.length][];
        for (int from = 0; from < n; from += batch) {
            work.check();
            int to = Math.min(n, from + batch);
            int[] rows = IntStream.range(from, to).toArray();
            try (var input = scaling.batch(List.of(features), rows);
                    INDArray z = FeatureSet.rows(features.z(), from, to);
                    INDArray logits = FeatureSet.rows(features.logits(), from, to)) {
                INDArray heatmaps = decoder.heatmaps(input.input());
                for (ScoreColumn column : columns) {
                    double[] values =
                            column.score().score(new ScoreInput(z, logits, column.heatmaps() ? heatmaps : null));
                    System.arraycopy(values, 0, scores.get(column.label()), from, values.length);
                }
                float[][] magnitudes = Magnitudes.of(heatmaps);
                Arrays.stream(magnitudes).forEach(spread::add);
                for (int i = 0; i < places.length; i++) {
                    if (places[i] >= from && places[i] < to) {
                        kept[i] = magnitudes[places[i] - from];
                    }
                }
            }
            done += rows.length;
            work.progress(images.label(), done, total, pace.count(rows.length), Double.NaN);
        }
        return new ScoredSet(images, features, scores, places, kept);
    }
}
