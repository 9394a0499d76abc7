/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Held by the process that works on a run. The operating system takes it from a process that dies, however it dies, so a
 * run that says RUNNING and is not locked has lost its process.
 */
public final class RunLock implements AutoCloseable {
    /** What this process holds. POSIX drops a process's lock when any of its channels on the file closes, so ask here first. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int LOOKS = 5;
    private static final long LOOK_NANOS = 20_000_000;

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock of a run folder, or nothing where another thread or process holds it. The lock's file then names this
     * process.
     */
    public static Optional<RunLock> take(Path folder) throws IOException {
        Optional<RunLock> lock = lock(folder);
        if (lock.isPresent()) {
            name(lock.get().channel);
        }
        return lock;
    }

    private static void name(FileChannel channel) {
        try {
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(
                            Long.toString(ProcessHandle.current().pid())),
                    0);
        } catch (IOException e) {
            // the lock holds without its name, and a full disk shows where it matters
        }
    }

    private static synchronized Optional<RunLock> lock(Path folder) throws IOException {
        Path file = file(folder);
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
            return lock == null ? Optional.empty() : Optional.of(new RunLock(file, channel));
        } finally {
            if (lock == null) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(file);
            }
        }
    }

    /** The same, but lets another process finish looking whether the run is locked, which takes the lock for a moment. */
    static Optional<RunLock> takePatiently(Path folder) throws IOException {
        Optional<RunLock> lock = take(folder);
        for (int i = 0; i < LOOKS && lock.isEmpty(); i++) {
            LockSupport.parkNanos(LOOK_NANOS);
            lock = take(folder);
        }
        return lock;
    }

    /**
     * Whether somebody works on the run. It is asked with a shared lock, which any number may hold at once and which needs the
     * file to be readable only: a runs folder that somebody else owns, or one on a read-only disk, can be looked at. Where not
     * even that can be done, somebody else's process may well work on it, and so it counts as held.
     */
    public static synchronized boolean held(Path folder) throws IOException {
        if (!Files.exists(folder.resolve("run.lock"))) {
            return false;
        }
        Path file = file(folder);
        if (HELD.contains(file)) {
            return true;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return shared == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Who holds a lock that could not be taken, as {@code process 1234}. */
    static String holder(Path folder) throws IOException {
        Path file = file(folder);
        // to read the file here would end this process's own lock on it
        String process = HELD.contains(file)
                ? Long.toString(ProcessHandle.current().pid())
                : Files.readString(file, StandardCharsets.ISO_8859_1);
        return process.matches("\\d+") ? "process " + process : "another process";
    }

    private static Path file(Path folder) throws IOException {
        return folder.toRealPath().resolve("run.lock");
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(file);
        }
    }
}
