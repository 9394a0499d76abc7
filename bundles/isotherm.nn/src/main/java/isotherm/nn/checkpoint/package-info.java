/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/** Weights files: PyTorch checkpoints, read without running any of their code, and safetensors, read and written. */
@Export
@Version("1.0.0")
package isotherm.nn.checkpoint;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
