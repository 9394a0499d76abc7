/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import java.util.List;

/**
 * What a backbone takes and gives, known before anything is allocated.
 *
 * @param classes number of logits
 * @param zSize size of the pooled feature vector z
 * @param taps the feature maps that can be tapped, deepest first
 * @param imageSize height and width of the input
 * @param normalization how pixels become input
 */
public record FeatureLayout(int classes, int zSize, List<TapShape> taps, int imageSize, Normalization normalization) {
    public FeatureLayout {
        taps = List.copyOf(taps);
    }
}
