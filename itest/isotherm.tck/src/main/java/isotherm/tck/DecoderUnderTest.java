/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.tck;

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderInput;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.wiring.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A decoder, and the first layout and number of taps, most taps first, that it does not reject; settings: {@code options}. */
final class DecoderUnderTest {
    static final int BATCH = 4;
    static final long SEED = 42;
    /** One more than a decoder can use of any layout. */
    static final int MOST_TAPS = 5;

    static final List<FeatureLayout> LAYOUTS = List.of(layout(16, 16), layout(64, 32), layout(32, 64), flat());

    final Plugin<Decoder> plugin;
    final Decoder decoder;
    final FeatureLayout layout;
    final DecoderSpec spec;

    private DecoderUnderTest(Plugin<Decoder> plugin, FeatureLayout layout, DecoderSpec spec) {
        this.plugin = plugin;
        this.decoder = plugin.service();
        this.layout = layout;
        this.spec = spec;
    }

    static DecoderUnderTest of(Plugin<Decoder> plugin) {
        for (FeatureLayout layout : LAYOUTS) {
            for (int taps = MOST_TAPS; taps > 0; taps--) {
                var spec = new DecoderSpec(taps, plugin.pairs("options"));
                if (accepts(plugin.service(), layout, spec)) {
                    return new DecoderUnderTest(plugin, layout, spec);
                }
            }
        }
        throw new AssertionError(plugin + " works on none of the layouts " + LAYOUTS + "; its options are set with "
                + plugin.property("options"));
    }

    /** A backbone's layout, its three maps halving from the image's size over four. */
    private static FeatureLayout layout(int z, int side) {
        int deepest = side / 4;
        var taps = List.of(
                new TapShape("deep", z, deepest, deepest),
                new TapShape("middle", z / 2, 2 * deepest, 2 * deepest),
                new TapShape("shallow", z / 4, 4 * deepest, 4 * deepest));
        return new FeatureLayout(3, z, taps, side, Normalization.SYMMETRIC);
    }

    private static FeatureLayout flat() {
        return new FeatureLayout(3, 24, List.of(), 32, Normalization.SYMMETRIC);
    }

    private static boolean accepts(Decoder decoder, FeatureLayout layout, DecoderSpec spec) {
        try {
            return decoder.rejects(layout, spec).isEmpty();
        } catch (ProblemException e) {
            return false;
        }
    }

    TrainableDecoder create(long seed) {
        return decoder.create(layout, spec, AdamSettings.PUBLISHED, seed);
    }

    DecoderInput input() {
        return input(layout, spec, BATCH);
    }

    static DecoderInput input(FeatureLayout layout, DecoderSpec spec, int count) {
        List<INDArray> taps = new ArrayList<>();
        for (TapShape tap : layout.taps().subList(0, spec.taps() - 1)) {
            taps.add(Arrays32.uniform(3, 0, 1, count, tap.channels(), tap.height(), tap.width()));
        }
        int[] predicted =
                IntStream.range(0, count).map(i -> i % layout.classes()).toArray();
        return new DecoderInput(Arrays32.uniform(4, 0, 1, count, layout.zSize()), predicted, taps);
    }

    static DecoderInput rows(DecoderInput input, int... rows) {
        return new DecoderInput(
                Arrays32.rows(input.z(), rows),
                IntStream.of(rows).map(i -> input.predicted()[i]).toArray(),
                input.taps().stream().map(tap -> Arrays32.rows(tap, rows)).toList());
    }

    static List<INDArray> arrays(DecoderInput input) {
        var arrays = new ArrayList<>(List.of(input.z()));
        arrays.addAll(input.taps());
        return arrays;
    }

    INDArray pixels(long seed) {
        return Arrays32.uniform(seed, -1, 1, BATCH, 3, layout.imageSize(), layout.imageSize());
    }
}
