/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell.fetch;

import isotherm.api.wiring.FileName;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Brings published files into the data folder. Downloads and half-unpacked archives lie in a folder {@code .fetch} of it until
 * they are whole; each file is then moved to its place at once.
 */
public final class Fetch {
    /** Images hardly shrink; text in an archive does so by less than this. */
    private static final int MAX_GROWTH = 20;

    private final Path root;
    private final Progress progress;
    private final long pauseMillis;

    /** Told how far a file is. */
    public interface Progress {
        void at(RemoteFile file, long bytes);
    }

    /**
     * @param root the data folder; made where it is absent
     * @param pauseMillis before a transfer that broke off is taken up again
     */
    public Fetch(Path root, Progress progress, long pauseMillis) {
        this.root = root;
        this.progress = progress;
        this.pauseMillis = pauseMillis;
    }

    /**
     * Fetches files, checks and unpacks them.
     *
     * @throws ProblemException where one cannot be had, is another than was published, or cannot be unpacked or stored
     */
    public void files(List<RemoteFile> files) {
        Path work = root.resolve(".fetch");
        try {
            Files.createDirectories(work);
            for (RemoteFile file : files) {
                Path part = work.resolve(FileName.of(file.sha256().substring(0, 16) + "-" + file.name()));
                new Download(file, part, bytes -> progress.at(file, bytes), pauseMillis).run();
                Path folder = file.into().isEmpty() ? root : root.resolve(FileName.of(file.into()));
                if (file.archive()) {
                    unpack(file, part, folder);
                    Files.delete(part);
                } else {
                    Files.createDirectories(folder);
                    Files.move(part, folder.resolve(FileName.of(file.name())), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            deleteIfEmpty(work);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ReasonCode.RESOURCE_EXHAUSTED,
                            root.toString(),
                            "the data folder " + root + " cannot be written: " + e.getMessage(),
                            "check its permissions and free disk space, or choose another with --data"),
                    e);
        }
    }

    private static void unpack(RemoteFile file, Path part, Path folder) throws IOException {
        Path staging = part.resolveSibling(part.getFileName() + ".unpacked");
        delete(staging);
        Files.createDirectories(staging);
        boolean gzip = file.name().endsWith(".gz");
        try (InputStream raw = Files.newInputStream(part);
                InputStream in = gzip ? new GZIPInputStream(raw, 1 << 16) : raw) {
            new TarArchive(in, staging, MAX_GROWTH * file.bytes()).unpack();
        } catch (java.nio.file.FileSystemException e) {
            throw e; // the disk's fault, not the archive's
        } catch (IOException e) {
            delete(staging);
            throw new ProblemException(
                    new Problem(
                            ReasonCode.DATA_INVALID,
                            file.name(),
                            file.name() + " cannot be unpacked: " + e.getMessage(),
                            "see the data set's page"),
                    e);
        }
        move(staging, folder);
        delete(staging);
    }

    private static void move(Path staging, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(staging)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = folder.resolve(staging.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try (Stream<Path> rest = Files.list(folder)) {
            if (rest.findAny().isPresent()) {
                return; // another data set's download that broke off
            }
        }
        Files.deleteIfExists(folder);
    }
}
