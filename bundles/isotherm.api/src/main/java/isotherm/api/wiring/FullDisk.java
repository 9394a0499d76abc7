/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells a full disk from whatever else can go wrong while a file is written. */
public final class FullDisk {
    private static final Pattern WORDS = Pattern.compile(
            "no space left on device|disk quota exceeded|not enough space on", Pattern.CASE_INSENSITIVE);

    /** Less than a block: nothing more can be written. */
    private static final long NOTHING_BYTES = 4096;

    private FullDisk() {}

    /**
     * Called where the writing of a file failed, before what was written of it is removed.
     *
     * @param file the name the file was to get
     * @throws ProblemException RESOURCE_EXHAUSTED, naming the file's folder, where the disk or the user's share of it is full
     */
    public static void check(Path file, IOException e) {
        Path folder = file.toAbsolutePath().getParent();
        // the words are the operating system's, which may speak another language
        if (saidBy(e) || !(e instanceof FileSystemException) && usable(folder) < NOTHING_BYTES) {
            throw new ProblemException(
                    new Problem(
                            ReasonCode.RESOURCE_EXHAUSTED,
                            folder.toString(),
                            "the disk is full: " + file.getFileName() + " could not be written to " + folder,
                            "free some space there"),
                    e);
        }
    }

    /** Whether an exception says that the disk, or the user's share of it, is full. */
    public static boolean saidBy(IOException e) {
        return e.getMessage() != null && WORDS.matcher(e.getMessage()).find();
    }

    private static long usable(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException | UnsupportedOperationException e) {
            return Long.MAX_VALUE;
        }
    }
}
