/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import java.util.Map;

/**
 * What a file of decoder weights does not say of itself.
 *
 * @param decoder name of the decoder plug-in
 * @param options the plug-in's options, such as {@code fc}
 * @param taps 1 to 4: feature maps leave no trace in the weights; 0 is what the file says, or 1 where it does not
 * @param classifier the classifier whose features it was trained on: an imported one, or a run's id
 * @param snapshot which of the file's snapshots, by the file's own number; empty is the last one
 * @param everyRow whether the features of every image are scaled; false, with one tap, is the first image of a batch alone, as
 *     the published code does
 */
public record DecoderImport(
        String decoder, Map<String, String> options, int taps, String classifier, String snapshot, boolean everyRow) {
    public DecoderImport {
        options = Map.copyOf(options);
    }
}
