/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.decoder.deconv;

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
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * The published decoder (METHOD.md section 2): a linear layer and transposed convolutions that double the map up to the
 * image's size. Options: {@code fc}, {@code filters} (a list), {@code tap.after}; what is left out mirrors the backbone.
 */
@Component(service = Decoder.class)
@DecoderName("deconv")
public final class DeconvDecoder implements Decoder {
    @Override
    public Optional<String> rejects(FeatureLayout layout, DecoderSpec spec) {
        return Architecture.of(layout, spec).rejects(layout);
    }

    @Override
    public TrainableDecoder create(FeatureLayout layout, DecoderSpec spec, AdamSettings adam, long seed) {
        return new DeconvTraining(layout, checked(layout, spec), adam, seed);
    }

    @Override
    public FrozenDecoder open(FeatureLayout layout, DecoderSpec spec, StateDict weights) {
        return new DeconvFrozen(layout, checked(layout, spec), weights);
    }

    private static Architecture checked(FeatureLayout layout, DecoderSpec spec) {
        var architecture = Architecture.of(layout, spec);
        architecture.rejects(layout).ifPresent(reason -> {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    "deconv",
                    "decoder 'deconv' does not fit the backbone: " + reason,
                    "change the decoder's filters, tap.after or taps, or leave filters and tap.after out");
        });
        return architecture;
    }
}
