/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import org.osgi.dto.DTO;

/**
 * A {@link Problem} as plain data: what the commands print with {@code --json}, consoles and health checks show, and failed
 * tests say. A text is null where there is nothing to tell.
 */
public class ProblemDTO extends DTO {
    /** The name of a {@link ReasonCode}. */
    public String code;

    /** What it is about: a name, a file, a bundle. */
    public String subject;

    /** What is wrong, in words. */
    public String cause;

    /** What the user can do, in words. */
    public String cure;

    /** Symbolic name of the bundle that is to blame, or would be expected to help. */
    public String bundle;

    /** What that bundle waits for or lacks: a reference's name, a configuration's PID, a requirement in words. */
    public String reference;

    /** False where things work in spite of it. */
    public boolean hinders;
}
