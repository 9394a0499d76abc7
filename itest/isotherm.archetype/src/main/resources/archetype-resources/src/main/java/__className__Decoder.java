package ${package};

import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.AdamSettings;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderName;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.decoder.FrozenDecoder;
import isotherm.api.decoder.TrainableDecoder;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.Graphs;
import isotherm.nn.option.Options;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A linear layer from z to a map of 4×4 pixels, and transposed convolutions that double it up to the image's size. Looks at
 * no feature maps. Option {@code width}: channels of every block.
 */
@Component(service = Decoder.class)
@DecoderName("${name}")
@Designate(ocd = ${className}DecoderSettings.class)
public final class ${className}Decoder implements Decoder {
    static final String OUTPUT = "heatmap";
    private static final String OWNER = "decoder '${name}'";
    private final int defaultWidth;

    @Activate
    public ${className}Decoder(${className}DecoderSettings settings) {
        defaultWidth = settings.width();
    }

    @Override
    public Optional<String> rejects(FeatureLayout layout, DecoderSpec spec) {
        width(spec);
        if (spec.taps() != 1) {
            return Optional.of("it looks at z alone, so taps must be 1, not " + spec.taps());
        }
        return Integer.bitCount(layout.imageSize()) == 1 && layout.imageSize() >= 8
                ? Optional.empty()
                : Optional.of("images must have 8, 16, 32, … pixels a side, not " + layout.imageSize());
    }

    @Override
    public TrainableDecoder create(FeatureLayout layout, DecoderSpec spec, AdamSettings adam, long seed) {
        return new ${className}DecoderTraining(layout, network(layout, spec), adam, seed);
    }

    @Override
    public FrozenDecoder open(FeatureLayout layout, DecoderSpec spec, StateDict weights) {
        return new ${className}DecoderFrozen(layout, network(layout, spec), weights);
    }

    private ComputationGraphConfiguration network(FeatureLayout layout, DecoderSpec spec) {
        rejects(layout, spec).ifPresent(reason -> {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    "${name}",
                    OWNER + " does not fit the backbone: " + reason,
                    "change taps or the size of the images, or choose another decoder");
        });
        int width = width(spec);
        var graph = Graphs.graph("z");
        String last = Graphs.dense(graph, "fc", "z", layout.zSize(), 16 * width);
        last = Graphs.reshape(graph, "view", last, width, 4, 4);
        for (int side = 8; side <= layout.imageSize(); side *= 2) {
            String block = "block" + side;
            last = Graphs.deconv(graph, block + ".deconv", last, width, width, 4, 2, 1, false);
            last = Graphs.relu(graph, block, Graphs.batchNorm(graph, block + ".bn", last, width));
        }
        last = Graphs.conv(graph, "colours", last, width, 3, 1, 1, 0, true);
        return Graphs.build(graph, Graphs.tanh(graph, OUTPUT, last));
    }

    private int width(DecoderSpec spec) {
        return Options.of(OWNER, spec.options(), "width").integer("width", defaultWidth, 1, 1024);
    }
}
