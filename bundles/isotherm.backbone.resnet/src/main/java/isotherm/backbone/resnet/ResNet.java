/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.resnet;

import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import isotherm.nn.Graphs;
import isotherm.nn.classifier.ClassifierGraph;
import isotherm.nn.option.Options;
import java.util.List;

/**
 * ResNets for small images (METHOD.md section 2): a 3×3 stem of 64 filters, with 2×2 max-pooling only from 64 pixels on;
 * stages of width 64 to 512, the later three halving the map; the average over the whole last map.
 */
final class ResNet {
    private static final int[] WIDTHS = {64, 128, 256, 512};

    private final String owner;
    private final Block block;
    private final int[] counts;

    ResNet(String owner, Block block, int... counts) {
        this.owner = owner;
        this.block = block;
        this.counts = counts;
    }

    String owner() {
        return owner;
    }

    void checkOptions(BackboneSpec spec) {
        Options.of(owner, spec.options());
    }

    int divisor(BackboneSpec spec) {
        return pooled(spec) ? 16 : 8;
    }

    private static boolean pooled(BackboneSpec spec) {
        return spec.imageSize() >= 64;
    }

    FeatureLayout layout(BackboneSpec spec) {
        int side = spec.imageSize() / divisor(spec);
        int e = block.expansion;
        return new FeatureLayout(
                spec.classes(),
                512 * e,
                List.of(
                        new TapShape("layer4", 512 * e, side, side),
                        new TapShape("layer3", 256 * e, 2 * side, 2 * side),
                        new TapShape("layer2", 128 * e, 4 * side, 4 * side)),
                spec.imageSize(),
                Normalization.SYMMETRIC);
    }

    ClassifierGraph network(BackboneSpec spec) {
        var graph = Graphs.graph("images");
        String x = Graphs.conv(graph, "conv1", "images", 3, 64, 3, 1, 1, false);
        x = Graphs.relu(graph, "relu1", Graphs.batchNorm(graph, "bn1", x, 64));
        if (pooled(spec)) {
            x = Graphs.maxPool(graph, "pool1", x, 2, 2, 0);
        }
        String[] stages = new String[4];
        int in = 64;
        for (int stage = 0; stage < 4; stage++) {
            for (int i = 0; i < counts[stage]; i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                x = block.append(graph, "layer" + (stage + 1) + "." + i, x, in, WIDTHS[stage], stride);
                in = WIDTHS[stage] * block.expansion;
            }
            stages[stage] = x;
        }
        String pooled = Graphs.globalAveragePool(graph, "pool", x);
        String head = Graphs.dense(graph, "linear", pooled, in, spec.classes());
        return new ClassifierGraph(Graphs.build(graph, head), pooled, List.of(stages[3], stages[2], stages[1]), head);
    }
}
