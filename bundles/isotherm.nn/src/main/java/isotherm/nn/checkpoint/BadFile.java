/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

/** What is wrong with the content of a file, as the end of a sentence that begins with the file's name. */
final class BadFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is shown of a text that a file gives. */
    private static final int SHOWN = 60;

    BadFile(String message) {
        super(message);
    }

    /** A file's text as a message may have it: a few characters of one line. */
    static String shown(String text) {
        String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return start.replaceAll("\\p{C}", "?");
    }
}
