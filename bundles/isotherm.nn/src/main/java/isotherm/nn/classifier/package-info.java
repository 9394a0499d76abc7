/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** Classifiers made of a DL4J graph: all that a backbone plug-in needs besides its graph and its shapes. */
@Export
@Version("1.0.0")
package isotherm.nn.classifier;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
