/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Support for tests inside a framework: experiments and plug-ins that come and go with a test, runs that are awaited, and
 * assertions whose failures say what the diagnosis says.
 */
@Export
@Version("1.0.0")
package isotherm.testing;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
