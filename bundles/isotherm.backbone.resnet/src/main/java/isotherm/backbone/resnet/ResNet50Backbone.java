/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.resnet;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneName;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.nn.classifier.ClassifierGraph;
import isotherm.nn.classifier.GraphBackbone;
import org.osgi.service.component.annotations.Component;

/** ResNet-50 with the stem for small images. */
@Component(service = Backbone.class)
@BackboneName("resnet50")
public final class ResNet50Backbone extends GraphBackbone {
    private final ResNet family = new ResNet("backbone 'resnet50'", Block.BOTTLENECK, 3, 4, 6, 3);

    @Override
    public FeatureLayout describe(BackboneSpec spec) {
        family.checkOptions(spec);
        check(family.owner(), spec, family.divisor(spec));
        return family.layout(spec);
    }

    @Override
    protected ClassifierGraph network(BackboneSpec spec) {
        return family.network(spec);
    }
}
