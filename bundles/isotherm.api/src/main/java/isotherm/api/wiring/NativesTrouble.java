/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what lies behind a class that cannot be used because its native libraries are not there: Java reports a missing class,
 * which tells nobody that the cache's disk is full.
 */
public final class NativesTrouble {
    /** The bundle that makes the libraries ready leaves here why it could not. */
    private static final String KNOWN = "isotherm.natives.trouble";

    private static final String CURE =
            "free space there, or name another folder in ISOTHERM_CACHE; the next start tries again";

    private static final String FOLDER = "org.bytedeco.javacpp.cachedir";

    /** The largest library that JavaCPP unpacks takes nearly as much; that it found no room JavaCPP keeps to itself. */
    private static final long ROOM_BYTES = 64L << 20;

    private NativesTrouble() {}

    /** RESOURCE_EXHAUSTED; empty where the failure is about something else. */
    public static Optional<Problem> behind(Throwable failure) {
        if (chain(failure).noneMatch(e -> e instanceof LinkageError || e instanceof ClassNotFoundException)) {
            return Optional.empty();
        }
        String known = System.getProperty(KNOWN, "");
        boolean full = fullDisk(known) || chain(failure).anyMatch(e -> fullDisk(e.getMessage()) || unlinked(e));
        if (!full && known.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                ReasonCode.RESOURCE_EXHAUSTED,
                "natives",
                "the native libraries could not be unpacked into the cache folder: "
                        + (full ? "the disk is full" : known),
                CURE));
    }

    /** A library that is not there, in a folder whose disk had no room for it. */
    private static boolean unlinked(Throwable e) {
        String folder = System.getProperty(FOLDER);
        try {
            return e instanceof UnsatisfiedLinkError
                    && folder != null
                    && Files.getFileStore(Path.of(folder)).getUsableSpace() < ROOM_BYTES;
        } catch (IOException | InvalidPathException unknown) {
            return false;
        }
    }

    private static boolean fullDisk(String message) {
        return FullDisk.saidBy(new IOException(message));
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, e -> e != null, Throwable::getCause).limit(50);
    }
}
