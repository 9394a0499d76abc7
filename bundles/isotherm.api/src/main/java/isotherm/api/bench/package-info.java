/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** How fast this installation computes. */
@Export
@Version("1.1.0")
package isotherm.api.bench;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
