/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The store of imported decoders. Safe for use by several threads. */
@ProviderType
public interface Decoders {
    List<String> names();

    /**
     * Reads a decoder's weights, checks them against the features of its classifier and keeps them under a name, which an
     * experiment's setting {@code decoder.weights} then takes.
     *
     * @param file a published decoder file ({@code min}, {@code max} and snapshots by epoch), or an exported one
     * @return a line that says what was imported
     * @throws ProblemException WEIGHTS_INVALID where the file is damaged, hostile or of another network, with the expected and
     *     the found shape; SHAPE_MISMATCH where taps or filters do not fit the classifier; WEIGHTS_MISSING where there is no
     *     such file or classifier. Nothing is kept then
     */
    String importFile(Path file, DecoderImport about, String name);
}
