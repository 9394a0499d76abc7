/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** Settings that users give a plug-in as text. */
@Export
@Version("1.0.0")
package isotherm.nn.option;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
