/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Networks that DL4J describes and oneDNN and libnd4j execute: frozen forward passes and training.
 *
 * <p>A network is a {@code ComputationGraphConfiguration}. The name of a vertex is the path of the PyTorch module it stands
 * for, so the parameters of vertex {@code layer1.0.conv1} are {@code layer1.0.conv1.weight} and so on, in PyTorch's layouts.
 */
@Export
@Version("1.0.0")
package isotherm.nn;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
