/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** The console in a browser, and the REST API behind it, as the command that opens them sees them. */
@Export
@Version("1.0.0")
package isotherm.api.console;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
