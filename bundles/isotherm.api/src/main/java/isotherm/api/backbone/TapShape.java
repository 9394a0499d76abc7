/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.backbone;

/** Shape of one tapped feature map, without the batch axis. */
public record TapShape(String name, int channels, int height, int width) {}
