/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import isotherm.engine.data.ImageSet;
import isotherm.engine.feature.FeatureSet;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The scores of a test set.
 *
 * @param scores by label, one value an image
 * @param shown places of the images that the gallery shows
 * @param magnitudes their heatmaps' magnitudes
 */
public record ScoredSet(
        ImageSet images, FeatureSet features, Map<String, double[]> scores, int[] shown, float[][] magnitudes) {
    /** Writes {@code index,label,predicted} and the scores, a line an image. */
    public void write(Path file, Work work) throws IOException {
        work.table(file, this::write);
    }

    private void write(Appendable text) throws IOException {
        text.append("index,label,predicted");
        for (String label : scores.keySet()) {
            text.append(',').append(label);
        }
        text.append('\n');
        for (int i = 0; i < images.size(); i++) {
            text.append(Integer.toString(images.indices()[i]))
                    .append(',')
                    .append(Integer.toString(images.label(i)))
                    .append(',')
                    .append(Integer.toString(features.predicted()[i]));
            for (double[] values : scores.values()) {
                text.append(',').append(Double.toString(values[i]));
            }
            text.append('\n');
        }
    }
}
