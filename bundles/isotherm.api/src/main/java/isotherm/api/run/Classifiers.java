/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The store of imported and pre-trained classifiers. Safe for use by several threads. */
@ProviderType
public interface Classifiers {
    List<String> names();

    /**
     * Reads a checkpoint, checks it against the backbone and keeps it under a name.
     *
     * @return a line that says what was imported
     * @throws ProblemException WEIGHTS_INVALID where the file is damaged, hostile or of another network
     */
    String importFile(Path file, String backbone, Map<String, String> backboneOptions, String name);
}
