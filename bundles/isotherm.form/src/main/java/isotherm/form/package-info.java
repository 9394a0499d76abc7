/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** Configuration forms whose choices are the names that are installed at the moment. */
@Export
@Version("1.0.0")
package isotherm.form;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
