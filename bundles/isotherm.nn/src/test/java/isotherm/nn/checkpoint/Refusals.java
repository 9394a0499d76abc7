/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Path;

/** What every bad weights file must come to. */
final class Refusals {
    private Refusals() {}

    /** Refused in one line that has these words in it. */
    static void refused(Path file, String words) {
        var e = assertThrows(ProblemException.class, () -> Checkpoints.read(file));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertFalse(e.getMessage().contains("\n"));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
