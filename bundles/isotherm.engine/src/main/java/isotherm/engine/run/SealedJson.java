/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isotherm.api.run.Seal;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what the evaluation of a run wrote as JSON, and holds it to its seal. */
final class SealedJson {
    private SealedJson() {}

    /**
     * @param record of the run whose file it is
     * @throws ProblemException DATA_INVALID where it is damaged
     */
    static JsonNode read(Path file, RunRecord record) throws IOException {
        String cure = "make it anew with: isotherm evaluate " + record.text("experiment");
        byte[] content = Files.readAllBytes(file);
        Seal.check(file, content, cure);
        try {
            JsonNode root = new ObjectMapper().readTree(content);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException | CharConversionException e) {
            // told below, together with JSON of another kind
        }
        throw new ProblemException(
                ReasonCode.DATA_INVALID, file.toString(), file + " is damaged: it is no JSON object", cure);
    }
}
