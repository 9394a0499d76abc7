/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

import java.util.Map;

/**
 * Which network of the family.
 *
 * @param classes number of classes of the linear head
 * @param imageSize height and width of the input in pixels
 * @param options the family's own settings, such as {@code depth}; unknown ones are refused
 */
public record BackboneSpec(int classes, int imageSize, Map<String, String> options) {
    public BackboneSpec {
        options = Map.copyOf(options);
    }
}
