/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import java.util.List;

/** What the backbones of METHOD.md section 2 describe. */
final class Layouts {
    private Layouts() {}

    static FeatureLayout wideResNet(int classes) {
        return of(
                classes,
                128,
                32,
                new TapShape("layer3", 128, 8, 8),
                new TapShape("layer2", 64, 16, 16),
                new TapShape("layer1", 32, 32, 32));
    }

    static FeatureLayout resNet18(int classes) {
        return of(
                classes,
                512,
                32,
                new TapShape("layer4", 512, 4, 4),
                new TapShape("layer3", 256, 8, 8),
                new TapShape("layer2", 128, 16, 16));
    }

    static FeatureLayout resNet50(int classes) {
        return of(
                classes,
                2048,
                64,
                new TapShape("layer4", 2048, 4, 4),
                new TapShape("layer3", 1024, 8, 8),
                new TapShape("layer2", 512, 16, 16));
    }

    static FeatureLayout cifarResNet(int classes) {
        return of(
                classes,
                64,
                32,
                new TapShape("layer3", 64, 8, 8),
                new TapShape("layer2", 32, 16, 16),
                new TapShape("layer1", 16, 32, 32));
    }

    static FeatureLayout of(int classes, int z, int size, TapShape... taps) {
        return new FeatureLayout(classes, z, List.of(taps), size, Normalization.SYMMETRIC);
    }
}
