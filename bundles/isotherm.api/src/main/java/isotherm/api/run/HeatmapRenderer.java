/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.dataset.RgbImage;
import org.osgi.annotation.versioning.ProviderType;

/** Paints heatmaps over images. Safe for use by several threads. */
@ProviderType
public interface HeatmapRenderer {
    /**
     * @param image the image
     * @param magnitude height×width values, max over channels of |h|, row by row
     * @param scaleMax the magnitude painted hottest; the same for all images of a run
     * @return PNG bytes, enlarged without smoothing where the image is small
     */
    byte[] overlay(RgbImage image, float[] magnitude, double scaleMax);
}
