/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nd4j;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder JavaCPP unpacks native libraries into and loads them from, shared by all starts. A library that is cut short or
 * has a wrong bit would end the process without a word, so each start compares what is new or was touched with what the
 * bundle brings, and removes what differs; JavaCPP unpacks it again. Packed libraries, which JavaCPP cannot read, are unpacked
 * here.
 */
final class NativeCache {
    private static final String STAMPS = ".checked";
    /** JavaCPP holds it while it unpacks a library. */
    private static final String LOCK = ".lock";

    private final Path folder;
    private final String kind;
    private final List<NativeLibrary> libraries;

    /**
     * @param folder JavaCPP's cache folder
     * @param kind the folder in it of the natives in use
     * @param libraries what the bundle brings; the packed ones are those of that kind
     */
    NativeCache(Path folder, String kind, List<NativeLibrary> libraries) {
        this.folder = folder;
        this.kind = kind;
        this.libraries = libraries;
    }

    /**
     * Returns when every library in the folder is sound and every packed one is there. Several processes may come here at once.
     *
     * @throws IOException where a damaged library cannot be removed, or the disk is full
     */
    void prepare() throws IOException {
        Files.createDirectories(folder.resolve(kind));
        // JavaCPP's threads hold this monitor when they take the lock, of which a process has but one
        synchronized (Runtime.getRuntime()) {
            try (var channel = lock()) {
                FileStamps stamps = FileStamps.read(folder.resolve(STAMPS));
                for (Path file : files()) {
                    check(file, stamps);
                }
                for (NativeLibrary library : packed()) {
                    unpack(library, stamps);
                }
                stamps.write();
            }
        }
    }

    private AutoCloseableLock lock() throws IOException {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return channel::close;
        } catch (FileSystemException e) {
            if (Files.isWritable(folder)) {
                throw e;
            }
            // a folder that nobody can write needs no lock
            return () -> {};
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder, 2)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> file.getFileName().toString().matches("lib.*\\.so.*"))
                    .filter(file -> !file.getFileName().toString().endsWith(LOCK))
                    .toList();
        }
    }

    private void check(Path file, FileStamps stamps) throws IOException {
        if (stamps.vouchFor(file)) {
            return;
        }
        if (!known(file)) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new IOException(file + " is damaged, and cannot be removed", e);
            }
            return;
        }
        if (Files.isWritable(file)) {
            WholeFile.sync(file);
        }
        stamps.add(file);
    }

    private boolean known(Path file) throws IOException {
        Optional<NativeLibrary> packed =
                packed().stream().filter(library -> file.equals(place(library))).findFirst();
        if (packed.isPresent()) {
            return packed.get().is(file);
        }
        for (NativeLibrary library : libraries) {
            if (!library.packed() && library.is(file)) {
                return true;
            }
        }
        return false;
    }

    private void unpack(NativeLibrary library, FileStamps stamps) throws IOException {
        Path file = place(library);
        if (Files.exists(file)) {
            return;
        }
        try (var content = library.open()) {
            WholeFile.write(file, content);
        }
        stamps.add(file);
    }

    private List<NativeLibrary> packed() {
        return libraries.stream().filter(NativeLibrary::packed).toList();
    }

    /** Beside the small library that links to it, where the loader of the system looks ({@code RUNPATH $ORIGIN}). */
    private Path place(NativeLibrary library) {
        return folder.resolve(kind).resolve(library.name());
    }

    private interface AutoCloseableLock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
