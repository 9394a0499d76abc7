/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What loaders of data sets have in common: images that are files below a folder, images that lie packed in one file, checks
 * of options, fingerprints, and room for content that has to be inflated first.
 */
@Export
@Version("1.1.0")
package isotherm.image.dataset;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
