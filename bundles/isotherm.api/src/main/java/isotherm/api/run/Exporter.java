/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Hands a run's networks to other programs. Safe for use by several threads. */
@ProviderType
public interface Exporter {
    /**
     * Writes {@code classifier.safetensors} and, where the run has a decoder, {@code decoder.safetensors}: the tensors with the
     * names and layouts of the published checkpoints; as metadata {@code format=pt}, what the networks are, and {@code min} and
     * {@code max}, by which features are scaled for the decoder: a number for z and one for each feature map, parted by
     * commas.
     *
     * @param runId a run with a classifier
     * @param folder made where absent
     * @return the files written
     * @throws ProblemException WEIGHTS_MISSING where the run has no classifier, INPUT_INVALID where such a file is there
     *     already; nothing is written then
     */
    List<Path> export(String runId, Path folder);
}
