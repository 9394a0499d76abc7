/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import java.util.Objects;

/**
 * One thing that is wrong and what to do about it, each a short sentence without a line break.
 *
 * @param code the kind of problem
 * @param subject what it is about: a name, a file, a bundle
 * @param cause what is wrong
 * @param cure what the user can do
 */
public record Problem(ReasonCode code, String subject, String cause, String cure) {
    public Problem {
        Objects.requireNonNull(code);
        subject = oneLine(subject);
        cause = oneLine(cause);
        cure = oneLine(cure);
    }

    /** The problem as the one line a command prints. */
    public String line() {
        return cure.isEmpty() ? cause : cause + " – " + cure;
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}
