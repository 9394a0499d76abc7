/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs folder.
 *
 * @param runs its path; need not exist
 */
record RunFolders(Path runs) {
    /** So that a run's name is a plain one with its time and number. */
    private static final int LONGEST = 64;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** The records that can be read, latest run first. */
    List<RunRecord> records() throws IOException {
        try (var list = recorded()) {
            return list.flatMap(folder -> readable(folder).stream())
                    .sorted(Comparator.comparing((RunRecord record) -> record.text("started"))
                            .thenComparing(record -> record.folder().toString())
                            .reversed())
                    .toList();
        }
    }

    /** All folders with a readable record, latest run first. */
    List<Path> all() throws IOException {
        return records().stream().map(RunRecord::folder).toList();
    }

    /** Folders with a record whose text cannot be read. */
    List<Path> damaged() throws IOException {
        try (var list = recorded()) {
            return list.filter(folder -> readable(folder).isEmpty()).sorted().toList();
        }
    }

    private Stream<Path> recorded() throws IOException {
        return Files.isDirectory(runs)
                ? Files.list(runs)
                        .filter(folder -> !folder.getFileName().toString().startsWith("."))
                        .filter(folder -> Files.isRegularFile(new RunFiles(folder).record()))
                : Stream.empty();
    }

    private static Optional<RunRecord> readable(Path folder) {
        try {
            return Optional.of(RunRecord.read(folder));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** A new folder that no other process has. */
    Path create(String experiment) throws IOException {
        Files.createDirectories(runs);
        String name = prefix(experiment) + "-" + LocalDateTime.now().format(TIME);
        for (int i = 1; ; i++) {
            try {
                return Files.createDirectory(runs.resolve(FileName.of(i == 1 ? name : name + "-" + i)));
            } catch (FileAlreadyExistsException e) {
                // another run of the same second: the next number
            }
        }
    }

    /** What can be read of an experiment's name, and typed; runs of several experiments may begin with it. */
    private static String prefix(String experiment) {
        String legible = experiment.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[._-]+", "");
        return legible.isEmpty() ? "run" : legible.substring(0, Math.min(LONGEST, legible.length()));
    }

    /** Removes the folder of a run that did not get as far as a record. */
    static void discard(Path folder) throws IOException {
        if (Files.notExists(new RunFiles(folder).record())) {
            Files.deleteIfExists(folder.resolve("run.lock"));
            Files.deleteIfExists(folder);
        }
    }

    /** The one folder that a text means. */
    Path find(String text) throws IOException {
        List<Path> all = all();
        List<String> names =
                all.stream().map(folder -> folder.getFileName().toString()).toList();
        if (text.equals("latest") && !all.isEmpty()) {
            return all.get(0);
        }
        if (names.contains(text)) {
            return all.get(names.indexOf(text));
        }
        List<String> ends = names.stream()
                .filter(name -> !text.isEmpty() && name.endsWith(text))
                .toList();
        if (ends.size() == 1) {
            return all.get(names.indexOf(ends.get(0)));
        }
        if (ends.isEmpty()) {
            for (Path folder : damaged()) {
                if (folder.getFileName().toString().equals(text)) {
                    RunRecord.read(folder);
                }
            }
        }
        if (ends.isEmpty()) {
            throw new ProblemException(
                    ReasonCode.NO_SUCH_NAME,
                    text,
                    "there is no run '" + text + "' in " + runs,
                    names.isEmpty() ? "start one with: isotherm run EXPERIMENT" : NearestName.hint(text, names));
        }
        throw new ProblemException(
                ReasonCode.INPUT_INVALID,
                text,
                "'" + text + "' may be any of " + String.join(", ", ends),
                "name the run in full");
    }

    /** Where a run stands; one whose process died says so. */
    static RunInfo info(Path folder) throws IOException {
        // the lock first: a run that ends between the two looks is then seen at its end, and not as a dead one
        boolean held = RunLock.held(folder);
        RunRecord record = RunRecord.read(folder);
        RunInfo info = record.info();
        if (info.state() == RunState.RUNNING) {
            return held ? info : with(info, RunState.INTERRUPTED, "its process died");
        }
        if (info.state() == RunState.COMPLETED && !record.reported()) {
            return with(info, held ? RunState.RUNNING : RunState.INTERRUPTED, held ? "" : "its report is not there");
        }
        return info;
    }

    /** A run whose record cannot be read. */
    static RunInfo unreadable(Path folder) {
        String id = folder.getFileName().toString();
        return new RunInfo(id, "", RunState.FAILED, Stage.PRETRAIN, "its run.json is damaged", folder);
    }

    private static RunInfo with(RunInfo info, RunState state, String reason) {
        return new RunInfo(info.id(), info.experiment(), state, info.stage(), reason, info.folder());
    }
}
