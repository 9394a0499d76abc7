/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The checksums by which a run's files are known to be those that were written. A JSON object carries its own, as its last member
 * {@code "seal"}: the SHA-256 of all the file's bytes, counted with zeros in the seal's place. A table, which has no room for one, has
 * its SHA-256 in {@code run.json}, below {@code "seals"}; safetensors files have theirs in their metadata, tables of features,
 * journals and pictures in their own formats. A seal tells damage, not intent: whoever changes a file on purpose can seal it anew.
 */
public final class Seal {
    /** The member of a JSON object that holds its seal. */
    public static final String MEMBER = "seal";

    /** The member of {@code run.json} that holds the checksums of tables: by path below the run's folder, parted by slashes. */
    public static final String TABLES = "seals";

    private static final String BEFORE = "\"" + MEMBER + "\" : \"sha256:";
    private static final String AFTER = "\"\n}\n";
    private static final int HEX = 64;
    private static final int LENGTH = BEFORE.length() + HEX + AFTER.length();

    private Seal() {}

    /**
     * A JSON object with its seal.
     *
     * @param json an object's text, without a member named as the seal
     * @throws IllegalArgumentException where it is no object
     */
    public static String json(String json) {
        String text = json.strip();
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw new IllegalArgumentException("only an object has room for a seal");
        }
        String members = text.substring(0, text.length() - 1).stripTrailing();
        String start = members + (members.endsWith("{") ? "\n  " : ",\n  ") + BEFORE;
        String hash = hash((start + "0".repeat(HEX) + AFTER).getBytes(StandardCharsets.UTF_8));
        return start + hash + AFTER;
    }

    /**
     * Holds a JSON file to its seal.
     *
     * @param file for the message
     * @param content all of it
     * @param cure what helps where it is damaged
     * @return whether it has one; releases before 1.1 sealed nothing
     * @throws ProblemException DATA_INVALID where it is damaged
     */
    public static boolean check(Path file, byte[] content, String cure) {
        String end = new String(
                content,
                Math.max(0, content.length - LENGTH),
                Math.min(LENGTH, content.length),
                StandardCharsets.ISO_8859_1);
        if (end.length() == LENGTH && end.startsWith(BEFORE) && end.endsWith(AFTER)) {
            byte[] blank = content.clone();
            int at = content.length - AFTER.length() - HEX;
            java.util.Arrays.fill(blank, at, at + HEX, (byte) '0');
            if (hash(blank).equals(end.substring(BEFORE.length(), BEFORE.length() + HEX))) {
                return true;
            }
        } else if (!end.contains("\"" + MEMBER + "\"") && !end.contains("\"sha256:")) {
            return false;
        }
        // also where a part of the seal is left: an object without one ends otherwise
        throw damaged(file, "its content does not fit its seal", cure);
    }

    /** The SHA-256 of a table, in hexadecimal. */
    public static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Holds a table to the checksum that its run's record has.
     *
     * @param file for the message
     * @param content all of it
     * @param recorded what the record has: one checksum, or more, parted by blanks, where the process died while it replaced the
     *     table; empty where it has none
     * @param cure what helps where it is damaged
     * @throws ProblemException DATA_INVALID where it is another table than was written
     */
    public static void check(Path file, byte[] content, String recorded, String cure) {
        if (!recorded.isEmpty() && !List.of(recorded.split(" ")).contains(hash(content))) {
            throw damaged(file, "it is not what run.json says was written", cure);
        }
    }

    private static ProblemException damaged(Path file, String what, String cure) {
        return new ProblemException(ReasonCode.DATA_INVALID, file.toString(), file + " is damaged: " + what, cure);
    }
}
