/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.work.FileTrouble;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folders that nothing may lead out of, by whatever links.
 *
 * @param named the folders as they are called
 * @param real the same without links
 */
record Bounds(List<Path> named, List<Path> real) {
    static Bounds of(Path root, List<Path> more) {
        List<Path> named = Stream.concat(Stream.of(root), more.stream())
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
        return new Bounds(named, named.stream().map(Bounds::real).toList());
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder;
        }
    }

    /** Whether a path lies within them by its name alone, so that of what lies elsewhere not even its being there is told. */
    boolean named(Path path) {
        Path plain = path.toAbsolutePath().normalize();
        return Stream.concat(named.stream(), real.stream()).anyMatch(plain::startsWith);
    }

    /** Whether a path leads to something that is there, and lies outside. */
    boolean leadsOut(Path path) {
        try {
            Path ends = path.toRealPath();
            return real.stream().noneMatch(ends::startsWith);
        } catch (IOException e) {
            return false;
        }
    }

    /** The path itself, or the first link below it, that leads out; links that stay within are followed. */
    Optional<Path> firstThatLeads(Path path) {
        Path there = path;
        while (!Files.exists(there) && there.getParent() != null && !named.contains(there)) {
            there = there.getParent();
        }
        if (Files.exists(there) && !named.contains(there) && leadsOut(there)) {
            return Optional.of(path);
        }
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        try {
            return new Search(path.toRealPath()).run();
        } catch (IOException e) {
            throw new ProblemException(
                    ReasonCode.DATA_INVALID,
                    path.toString(),
                    path + " cannot be looked through (" + FileTrouble.of(e) + ")",
                    "check its permissions");
        }
    }

    /** Looks at every link of a folder, and of the folders that links in it lead to, each once. */
    private final class Search extends SimpleFileVisitor<Path> {
        private final Deque<Path> folders = new ArrayDeque<>();
        private final Set<Path> seen = new HashSet<>();
        private Path found;

        Search(Path folder) {
            folders.add(folder);
        }

        Optional<Path> run() throws IOException {
            while (found == null && !folders.isEmpty()) {
                Files.walkFileTree(folders.remove(), this);
            }
            return Optional.ofNullable(found);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return seen.add(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isSymbolicLink()) {
                return FileVisitResult.CONTINUE;
            }
            if (leadsOut(file)) {
                found = file;
                return FileVisitResult.TERMINATE;
            }
            if (Files.isDirectory(file)) {
                folders.add(file.toRealPath());
            }
            return FileVisitResult.CONTINUE;
        }

        /** What cannot be looked into is nothing that a loader can read. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }
}
