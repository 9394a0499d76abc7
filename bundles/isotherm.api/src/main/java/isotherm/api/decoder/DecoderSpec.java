/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.decoder;

import java.util.Map;

/**
 * Which decoder of the family.
 *
 * @param taps 1 uses z alone; each further one adds the next-shallower feature map, so that taps - 1 maps are needed
 * @param options the family's own settings, such as {@code filters}; unknown ones are refused
 */
public record DecoderSpec(int taps, Map<String, String> options) {
    public DecoderSpec {
        options = Map.copyOf(options);
    }
}
