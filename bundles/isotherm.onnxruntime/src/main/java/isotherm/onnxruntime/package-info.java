/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** ONNX models computed by ONNX Runtime, as frozen classifiers. */
@Export
@Version("1.1.0")
package isotherm.onnxruntime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
