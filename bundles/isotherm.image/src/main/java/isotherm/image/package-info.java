/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Image files as the pixels a network is shown. There is one decoder for data sets and for single images alike: an image has
 * the same score wherever it comes from.
 */
@Export
@Version("1.1.0")
package isotherm.image;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
