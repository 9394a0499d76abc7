/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.target;

import java.util.List;

/**
 * The target of every OOD image.
 *
 * @param idIndex for OOD image i the index of the ID image that is its target
 * @param warnings what the user should know, each a line
 */
public record TargetAssignment(int[] idIndex, List<String> warnings) {
    public TargetAssignment {
        warnings = List.copyOf(warnings);
    }
}
