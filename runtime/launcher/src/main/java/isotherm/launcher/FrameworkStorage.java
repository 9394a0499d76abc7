/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The framework's bundle cache, for this process alone, so that several commands may run at once; removed at the end. Those
 * of processes that were killed are known by their free locks, and swept at the next start.
 */
final class FrameworkStorage implements AutoCloseable {
    private static final String LOCK = ".lock";
    private final Path lockFile;
    private final FileChannel channel;

    private FrameworkStorage(Path lockFile, FileChannel channel) {
        this.lockFile = lockFile;
        this.channel = channel;
    }

    static FrameworkStorage open(Path parent) throws IOException {
        Files.createDirectories(parent);
        for (Path left : Distribution.files(parent, LOCK)) {
            sweep(left);
        }
        while (true) {
            Path file = Files.createTempFile(parent, "", LOCK);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            // whoever sweeps at this very moment may have been quicker: then try another name
            if (lock(channel) != null && Files.exists(file)) {
                return new FrameworkStorage(file, channel);
            }
            channel.close();
        }
    }

    Path folder() {
        return folder(lockFile);
    }

    /** More than once does nothing: after a signal, the exit hook and the main thread may both come here. */
    @Override
    public synchronized void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            Cache.delete(folder());
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            // somebody still writes there: the lock file stays, and the next start sweeps
        }
    }

    private static void sweep(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (lock(channel) != null) {
                Cache.delete(folder(lockFile));
                Files.deleteIfExists(lockFile);
            }
        } catch (IOException e) {
            // another process swept it, or it is another user's
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Path folder(Path lockFile) {
        String name = lockFile.getFileName().toString();
        return lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    }
}
