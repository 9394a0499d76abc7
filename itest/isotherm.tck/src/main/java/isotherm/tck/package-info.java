/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Contract tests for plug-ins, written against the service registry: whatever is registered is tested, and nothing is
 * subclassed. A run configuration that requires this bundle and a plug-in is a test suite for that plug-in.
 */
@Export
@Version("1.0.0")
package isotherm.tck;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
