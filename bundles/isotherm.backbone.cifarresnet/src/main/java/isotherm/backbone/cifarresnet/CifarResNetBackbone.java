/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.cifarresnet;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneName;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import isotherm.nn.classifier.ClassifierGraph;
import isotherm.nn.classifier.GraphBackbone;
import isotherm.nn.option.Options;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * The ResNets for CIFAR of He et al., 2016, section 4.2, with parameter-free shortcuts (option A). Option {@code depth}
 * (6n + 2). Tensor names and normalisation are those of the published weights by Y. Idelbayev.
 */
@Component(service = Backbone.class)
@BackboneName("cifarresnet")
public final class CifarResNetBackbone extends GraphBackbone {
    private static final String OWNER = "backbone 'cifarresnet'";
    private static final Normalization NORMALIZATION =
            new Normalization(List.of(.485f, .456f, .406f), List.of(.229f, .224f, .225f));

    @Override
    public FeatureLayout describe(BackboneSpec spec) {
        blocks(spec);
        check(OWNER, spec, 4);
        int side = spec.imageSize() / 4;
        return new FeatureLayout(
                spec.classes(),
                64,
                List.of(
                        new TapShape("layer3", 64, side, side),
                        new TapShape("layer2", 32, 2 * side, 2 * side),
                        new TapShape("layer1", 16, 4 * side, 4 * side)),
                spec.imageSize(),
                NORMALIZATION);
    }

    @Override
    protected ClassifierGraph network(BackboneSpec spec) {
        return CifarResNet.network(blocks(spec), spec.classes());
    }

    /** Blocks a stage. */
    private static int blocks(BackboneSpec spec) {
        var options = Options.of(OWNER, spec.options(), "depth");
        int depth = options.integer("depth", 20, 8, 2000);
        if ((depth - 2) % 6 != 0) {
            throw options.invalid("depth", depth, "give 6n + 2, such as 20, 32, 44, 56 or 110");
        }
        return (depth - 2) / 6;
    }
}
