/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import isotherm.api.wiring.FileName;
import isotherm.engine.run.RunLock;
import isotherm.engine.work.Appending;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables of a set whose features are being computed. Beside them a journal says after every batch how many rows it had
 * and what their checksums are; whoever computes the same features next goes on behind the last batch that is there whole,
 * however the process before ended. Where another process is at the same features, the tables are this one's alone, and
 * nothing is left of them unless they are finished. For use by one thread.
 */
final class UnfinishedTables implements AutoCloseable {
    /**
     * A table.
     *
     * @param file its name in the cache
     */
    record Column(String file, int rowSize) {}

    private static final String FOLDER = ".unfinished";
    private static final String JOURNAL = "journal.csv";

    private final Path folder;
    private final List<FloatTableWriter> writers = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private Optional<RunLock> lock = Optional.empty();
    private FileChannel journal;
    private int rows;
    private boolean lost;
    private boolean finished;

    /** @param target the folder of the finished tables */
    UnfinishedTables(Path target, List<Column> columns) throws IOException {
        folder = target.resolve(FOLDER);
        try {
            Files.createDirectories(folder);
            lock = RunLock.take(folder);
            for (Column column : columns) {
                Path file = target.resolve(FileName.of(column.file));
                Path unfinished = folder.resolve(FileName.of(column.file) + ".rows");
                files.add(unfinished);
                writers.add(
                        lock.isPresent()
                                ? FloatTableWriter.goOn(file, unfinished, column.rowSize)
                                : new FloatTableWriter(file, column.rowSize));
            }
            if (lock.isPresent()) {
                files.add(folder.resolve(JOURNAL));
                goOn(columns.stream().map(Column::toString).collect(Collectors.joining(";")));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void goOn(String head) throws IOException {
        Path file = folder.resolve(JOURNAL);
        String text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        // what stands behind the last line end was being written when the process ended
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        int sound = 0;
        if (!lines.isEmpty() && lines.get(0).equals(head)) {
            sound = head.length() + 1;
            for (String line : lines.subList(1, lines.size())) {
                if (!taken(line)) {
                    break;
                }
                sound += line.length() + 1;
            }
        }
        lost = sound < text.length();
        for (FloatTableWriter writer : writers) {
            lost |= writer.cut();
        }
        journal = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        journal.truncate(sound).position(sound);
        if (sound == 0) {
            write(head);
        }
    }

    private boolean taken(String line) throws IOException {
        if (!line.matches("\\d{1,9}(,\\d{1,10}){" + writers.size() + "}")) {
            return false;
        }
        String[] words = line.split(",");
        var chunks = new ArrayList<byte[]>();
        for (int i = 0; i < writers.size(); i++) {
            Optional<byte[]> chunk = writers.get(i).next(Integer.parseInt(words[0]), Long.parseLong(words[i + 1]));
            if (chunk.isEmpty()) {
                return false;
            }
            chunks.add(chunk.get());
        }
        for (int i = 0; i < writers.size(); i++) {
            writers.get(i).take(chunks.get(i));
        }
        rows += Integer.parseInt(words[0]);
        return true;
    }

    /** How many rows there are. */
    int rows() {
        return rows;
    }

    /** Whether there were more, which could not be taken: torn or damaged. */
    boolean lost() {
        return lost;
    }

    /** Appends the rows of a batch, one array a table. */
    void add(int count, List<float[]> values) throws IOException {
        var line = new StringBuilder().append(count);
        for (int i = 0; i < writers.size(); i++) {
            line.append(',').append(writers.get(i).add(values.get(i)));
        }
        if (journal != null) {
            write(line.toString());
        }
        rows += count;
    }

    private void write(String line) throws IOException {
        Appending.write(journal, StandardCharsets.ISO_8859_1.encode(line + "\n"), folder.resolve(JOURNAL));
    }

    /** Completes the tables and gives them their names. */
    void finish() throws IOException {
        // the slow part first: names that appear one long after the other could be found apart
        for (FloatTableWriter writer : writers) {
            writer.seal();
        }
        for (FloatTableWriter writer : writers) {
            writer.place();
        }
        finished = true;
    }

    @Override
    public void close() throws IOException {
        for (FloatTableWriter writer : writers) {
            writer.close();
        }
        if (journal != null) {
            journal.close();
        }
        if (lock.isPresent()) {
            boolean over = finished || rows == 0;
            if (over) {
                files.add(folder.resolve("run.lock"));
                delete(files);
            }
            lock.get().close();
            if (over) {
                deleteEmpty(folder);
            }
        }
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private static void deleteEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // the next process has come in
        }
    }

    /** Removes what nobody has gone on with for so long. */
    static void sweep(Path cache, Duration age) throws IOException {
        List<Path> journals;
        try (var sets = Files.list(cache)) {
            journals = sets.map(set -> set.resolve(FOLDER).resolve(JOURNAL))
                    .filter(Files::exists)
                    .toList();
        }
        for (Path journal : journals) {
            if (Files.getLastModifiedTime(journal)
                    .toInstant()
                    .isBefore(Instant.now().minus(age))) {
                try (var left = Files.list(journal.getParent())) {
                    delete(left.toList());
                }
                deleteEmpty(journal.getParent());
            }
        }
    }
}
