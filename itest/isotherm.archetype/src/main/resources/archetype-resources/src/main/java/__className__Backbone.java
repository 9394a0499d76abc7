package ${package};

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneName;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import isotherm.nn.Graphs;
import isotherm.nn.classifier.ClassifierGraph;
import isotherm.nn.classifier.GraphBackbone;
import isotherm.nn.option.Options;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Three 3×3 convolutions, the later two halving the map, and a linear head. Option {@code width}: channels of the first. */
@Component(service = Backbone.class)
@BackboneName("${name}")
@Designate(ocd = ${className}BackboneSettings.class)
public final class ${className}Backbone extends GraphBackbone {
    private static final String OWNER = "backbone '${name}'";
    private final int defaultWidth;

    @Activate
    public ${className}Backbone(${className}BackboneSettings settings) {
        defaultWidth = settings.width();
    }

    @Override
    public FeatureLayout describe(BackboneSpec spec) {
        check(OWNER, spec, 4);
        int width = width(spec);
        int side = spec.imageSize() / 4;
        // deepest first; z has as many values as the deepest map has channels
        var taps = List.of(
                new TapShape("stage3", 4 * width, side, side),
                new TapShape("stage2", 2 * width, 2 * side, 2 * side),
                new TapShape("stage1", width, 4 * side, 4 * side));
        return new FeatureLayout(spec.classes(), 4 * width, taps, spec.imageSize(), Normalization.SYMMETRIC);
    }

    @Override
    protected ClassifierGraph network(BackboneSpec spec) {
        int width = width(spec);
        var graph = Graphs.graph("images");
        String last = "images";
        String[] stages = new String[3];
        for (int i = 0; i < 3; i++) {
            String name = "stage" + (i + 1);
            int in = i == 0 ? 3 : width << (i - 1);
            int out = width << i;
            last = Graphs.conv(graph, name + ".conv", last, in, out, 3, i == 0 ? 1 : 2, 1, false);
            last = Graphs.batchNorm(graph, name + ".bn", last, out);
            last = Graphs.relu(graph, name, last);
            stages[i] = last;
        }
        String pooled = Graphs.globalAveragePool(graph, "pool", last);
        String head = Graphs.dense(graph, "linear", pooled, 4 * width, spec.classes());
        return new ClassifierGraph(
                Graphs.build(graph, head), pooled, List.of(stages[2], stages[1], stages[0]), head);
    }

    private int width(BackboneSpec spec) {
        return Options.of(OWNER, spec.options(), "width").integer("width", defaultWidth, 1, 1024);
    }
}
