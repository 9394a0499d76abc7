/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.wideresnet;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneName;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import isotherm.nn.classifier.ClassifierGraph;
import isotherm.nn.classifier.GraphBackbone;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * WideResNet-depth-width (Zagoruyko and Komodakis, 2016) as METHOD.md section 2 has it. Options: {@code depth} (6n + 4),
 * {@code width}, {@code dropout}, and {@code last.bn.momentum}, the new value's share in the running statistics of the last
 * batch norm (0.1; the published code's 0.9).
 */
@Component(service = Backbone.class)
@BackboneName("wideresnet")
public final class WideResNetBackbone extends GraphBackbone {
    static final String OWNER = "backbone 'wideresnet'";

    @Override
    public FeatureLayout describe(BackboneSpec spec) {
        int width = WideResNet.of(spec).width();
        check(OWNER, spec, 4);
        int side = spec.imageSize() / 4;
        return new FeatureLayout(
                spec.classes(),
                64 * width,
                List.of(
                        new TapShape("layer3", 64 * width, side, side),
                        new TapShape("layer2", 32 * width, 2 * side, 2 * side),
                        new TapShape("layer1", 16 * width, 4 * side, 4 * side)),
                spec.imageSize(),
                Normalization.SYMMETRIC);
    }

    @Override
    protected ClassifierGraph network(BackboneSpec spec) {
        return WideResNet.of(spec).network(spec.classes());
    }
}
