/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import isotherm.engine.data.ImageSet;
import isotherm.engine.feature.FeatureSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/** Collects the batches of a test set. */
final class ScoresSoFar {
    private final List<ScoreColumn> columns;
    private final double[][] scores;
    private final int[] places;
    private final float[][] shown;
    private final Magnitudes spread;
    private int size;

    /**
     * @param places of the images that the gallery shows
     * @param spread is told the magnitudes of all heatmaps, or null
     */
    ScoresSoFar(int images, List<ScoreColumn> columns, int[] places, Magnitudes spread) {
        this.columns = columns;
        this.scores = new double[columns.size()][images];
        this.places = places;
        this.shown = new float[places.length][];
        this.spread = spread;
    }

    /** How many images are scored. */
    int size() {
        return size;
    }

    /** What is kept of a batch that begins at a place of the set. */
    ScoredBatch batch(int from, double[][] values, float[][] magnitudes) {
        var distribution = new Magnitudes();
        if (spread != null) {
            Arrays.stream(magnitudes).forEach(distribution::add);
        }
        var kept = new TreeMap<Integer, float[]>();
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= from && places[i] < from + magnitudes.length) {
                kept.put(i, magnitudes[places[i] - from]);
            }
        }
        return new ScoredBatch(values, distribution, kept);
    }

    void add(ScoredBatch batch) {
        for (int column = 0; column < scores.length; column++) {
            System.arraycopy(batch.scores()[column], 0, scores[column], size, batch.size());
        }
        if (spread != null) {
            spread.add(batch.spread());
        }
        batch.shown().forEach((number, magnitudes) -> shown[number] = magnitudes);
        size += batch.size();
    }

    /** The whole set. */
    ScoredSet of(ImageSet images, FeatureSet features) {
        var named = new LinkedHashMap<String, double[]>();
        for (int column = 0; column < scores.length; column++) {
            named.put(columns.get(column).label(), scores[column]);
        }
        return new ScoredSet(images, features, named, places, shown);
    }
}
