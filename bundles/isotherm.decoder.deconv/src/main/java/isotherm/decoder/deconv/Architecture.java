/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.TapShape;
import isotherm.api.decoder.DecoderSpec;
import isotherm.nn.option.Options;
import java.util.List;
import java.util.Optional;

/**
 * The numbers that make up a decoder. Block i gives a map of {@code 4·2^(i-1)} pixels with {@code filters[i-1]} channels;
 * feature map j is added after block {@code tapAfter + j - 1}.
 *
 * @param inputs z and the one-hot predicted class
 * @param fc width of the linear layer
 * @param filters channels of the blocks
 * @param tapAfter the block (from 1) after which the deepest feature map is added
 * @param maps how many feature maps are added
 */
record Architecture(int inputs, int fc, List<Integer> filters, int tapAfter, int maps) {
    static final int MOST_TAPS = 4;
    private static final String OWNER = "decoder 'deconv'";

    /** Reads the options; what is not given follows from the features, see {@link Defaults}. */
    static Architecture of(FeatureLayout layout, DecoderSpec spec) {
        var options = Options.of(OWNER, spec.options(), "fc", "filters", "tap.after");
        int tapAfter = options.integer("tap.after", Defaults.tapAfter(layout), 1, 12);
        return new Architecture(
                layout.zSize() + layout.classes(),
                options.integer("fc", Defaults.fc(layout), 1, 65536),
                options.integers("filters", Defaults.filters(layout, tapAfter), 1, 65536),
                tapAfter,
                spec.taps() - 1);
    }

    /** Width and height of block i's map. */
    static int side(int block) {
        return 4 << (block - 1);
    }

    /** Why the decoder cannot work on such features. */
    Optional<String> rejects(FeatureLayout layout) {
        if (maps < 0 || maps >= MOST_TAPS) {
            return Optional.of("taps must be 1 to " + MOST_TAPS + ", not " + (maps + 1));
        }
        if (filters.size() > 12 || side(filters.size()) != layout.imageSize()) {
            return Optional.of(filters.size() + " filters " + filters + " make a heatmap of "
                    + (4L << (filters.size() - 1)) + " pixels, the images have " + layout.imageSize());
        }
        if (maps > layout.taps().size()) {
            return Optional.of("taps = " + (maps + 1) + " needs " + maps + " feature maps, the backbone has "
                    + layout.taps().size());
        }
        for (int j = 1; j <= maps; j++) {
            var reason = rejects(layout.taps().get(j - 1), tapAfter + j - 1);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private Optional<String> rejects(TapShape tap, int block) {
        String shape = tap.channels() + "×" + tap.height() + "×" + tap.width();
        if (block > filters.size()) {
            return Optional.of("feature map " + tap.name() + " (" + shape + ") would be added after block " + block
                    + ", there are " + filters.size());
        }
        int channels = filters.get(block - 1), side = side(block);
        boolean fits = tap.channels() == channels && tap.height() == side && tap.width() == side;
        return fits
                ? Optional.empty()
                : Optional.of("feature map " + tap.name() + " is " + shape + ", the decoder's block " + block
                        + " gives " + channels + "×" + side + "×" + side);
    }
}
