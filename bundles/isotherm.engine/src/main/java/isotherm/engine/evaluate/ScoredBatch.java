/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.evaluate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept of a batch of scored images.
 *
 * @param scores an array a score, one value an image
 * @param spread the magnitudes of its heatmaps, none where they are not wanted
 * @param shown the magnitudes of the heatmaps that the gallery shows, by their number there
 */
record ScoredBatch(double[][] scores, Magnitudes spread, Map<Integer, float[]> shown) {
    int size() {
        return scores[0].length;
    }

    byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(scores.length);
            out.writeInt(size());
            for (double[] column : scores) {
                for (double value : column) {
                    out.writeDouble(value);
                }
            }
            spread.write(out);
            out.writeInt(shown.size());
            for (var entry : shown.entrySet()) {
                out.writeInt(entry.getKey());
                out.writeInt(entry.getValue().length);
                for (float magnitude : entry.getValue()) {
                    out.writeFloat(magnitude);
                }
            }
        }
        return bytes.toByteArray();
    }

    static ScoredBatch of(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        double[][] scores = new double[in.readInt()][];
        int size = in.readInt();
        for (int column = 0; column < scores.length; column++) {
            scores[column] = new double[size];
            for (int i = 0; i < size; i++) {
                scores[column][i] = in.readDouble();
            }
        }
        Magnitudes spread = Magnitudes.read(in);
        var shown = new TreeMap<Integer, float[]>();
        for (int left = in.readInt(); left > 0; left--) {
            int number = in.readInt();
            float[] magnitudes = new float[in.readInt()];
            for (int i = 0; i < magnitudes.length; i++) {
                magnitudes[i] = in.readFloat();
            }
            shown.put(number, magnitudes);
        }
        return new ScoredBatch(scores, spread, shown);
    }
}
