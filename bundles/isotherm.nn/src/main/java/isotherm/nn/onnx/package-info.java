/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** ONNX models, written and read without the library that computes them. */
@Export
@Version("1.1.0")
package isotherm.nn.onnx;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
