/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import java.util.Objects;

/**
 * One thing that is wrong and what to do about it, each a short sentence without a line break. Texts that there are not are
 * empty.
 *
 * @param code the kind of problem
 * @param subject what it is about: a name, a file, a bundle
 * @param cause what is wrong
 * @param cure what the user can do
 * @param bundle symbolic name of the bundle that is to blame, or would be expected to help
 * @param reference what that bundle waits for or lacks: a reference's name, a configuration's PID, a requirement in words
 * @param hinders false where things work in spite of it
 */
public record Problem(
        ReasonCode code, String subject, String cause, String cure, String bundle, String reference, boolean hinders) {
    public Problem {
        Objects.requireNonNull(code);
        subject = oneLine(subject);
        cause = oneLine(cause);
        cure = oneLine(cure);
        bundle = oneLine(bundle);
        reference = oneLine(reference);
    }

    /** A problem that no bundle is known to have; of two plug-ins with one name a run takes one, so that hinders none. */
    public Problem(ReasonCode code, String subject, String cause, String cure) {
        this(code, subject, cause, cure, "", "", code != ReasonCode.DUPLICATE_NAME);
    }

    /** The same problem, of a bundle. */
    public Problem of(String symbolicName) {
        return new Problem(code, subject, cause, cure, symbolicName, reference, hinders);
    }

    /** The same problem, of a bundle that waits for something or lacks it. */
    public Problem of(String symbolicName, String lacking) {
        return new Problem(code, subject, cause, cure, symbolicName, lacking, hinders);
    }

    /** The same problem, with more that the user can do. */
    public Problem alsoCuredBy(String more) {
        return new Problem(
                code, subject, cause, cure.isEmpty() ? more : cure + "; " + more, bundle, reference, hinders);
    }

    /** The same problem, where things work in spite of it. */
    public Problem harmless() {
        return new Problem(code, subject, cause, cure, bundle, reference, false);
    }

    /** The problem as the one line a command prints. */
    public String line() {
        return cure.isEmpty() ? cause : cause + " – " + cure;
    }

    /** The problem as data; a new object each time. */
    public ProblemDTO dto() {
        ProblemDTO dto = new ProblemDTO();
        dto.code = code.name();
        dto.subject = orNull(subject);
        dto.cause = orNull(cause);
        dto.cure = orNull(cure);
        dto.bundle = orNull(bundle);
        dto.reference = orNull(reference);
        dto.hinders = hinders;
        return dto;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}
