/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import isotherm.api.backbone.FeatureLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoder that mirrors a backbone: its blocks have the channels of the feature maps of their size, twice as many for
 * each block before them, half as many for each block behind. It gives the published filters of all five settings.
 */
final class Defaults {
    private static final int MOST = 2048;
    private static final int LEAST = 8;

    private Defaults() {}

    /** As wide as z, up to 512. */
    static int fc(FeatureLayout layout) {
        return Math.min(512, layout.zSize());
    }

    /** The block whose map is as large as the deepest feature map. */
    static int tapAfter(FeatureLayout layout) {
        int block = 1;
        while (!layout.taps().isEmpty()
                && block < 12
                && Architecture.side(block) < layout.taps().get(0).height()) {
            block++;
        }
        return block;
    }

    static List<Integer> filters(FeatureLayout layout, int tapAfter) {
        int blocks = 1;
        while (blocks < 12 && Architecture.side(blocks) < layout.imageSize()) {
            blocks++;
        }
        int deepest = layout.taps().isEmpty()
                ? Math.min(512, Integer.highestOneBit(Math.max(64, layout.zSize())))
                : layout.taps().get(0).channels();
        var filters = new ArrayList<Integer>();
        for (int block = 1; block <= blocks; block++) {
            int map = block - tapAfter;
            if (map < 0) {
                filters.add(Math.max(deepest, Math.min(MOST, deepest << Math.min(16, -map))));
            } else if (map == 0) {
                filters.add(deepest);
            } else if (map < layout.taps().size()) {
                filters.add(layout.taps().get(map).channels());
            } else {
                filters.add(Math.max(LEAST, filters.get(block - 2) / 2));
            }
        }
        return filters;
    }
}
