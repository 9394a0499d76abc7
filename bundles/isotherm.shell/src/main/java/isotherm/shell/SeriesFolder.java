/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.run.RunInfo;
import isotherm.api.run.SeriesReport;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where what several runs came to together is written: {@code summary.json} and, of repeats, {@code report.html}.
 *
 * @param folder made where absent
 */
record SeriesFolder(Session session, Path folder) {
    /** Beside a run, under its name. */
    static SeriesFolder beside(Session session, RunInfo run, String what) {
        Path folder = run.folder();
        return new SeriesFolder(session, folder.resolveSibling(folder.getFileName() + "-" + what));
    }

    /** Writes the summary of runs that repeat each other, and its page where there is one who writes it; the latter's path. */
    Optional<Path> write(Repeats repeats, List<RunInfo> runs) {
        ObjectNode summary = repeats.json().deepCopy();
        ArrayNode folders = summary.putArray("folders");
        runs.forEach(run -> folders.add(toward(run.folder())));
        write(summary);
        try {
            Optional<SeriesReport> report = session.services.find(SeriesReport.class);
            return report.isPresent() ? Optional.of(report.get().write(folder)) : Optional.empty();
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    Path write(Object summary) {
        try {
            Files.createDirectories(folder);
            session.writeSealed(file(), summary);
            return file();
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    Path file() {
        return folder.resolve("summary.json");
    }

    /** Parted by slashes. */
    private String toward(Path run) {
        Path here = folder.toAbsolutePath().normalize();
        return here.relativize(run.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    private ProblemException unwritten(IOException e) {
        return new ProblemException(
                ReasonCode.RESOURCE_EXHAUSTED,
                folder.toString(),
                "the summary could not be written to " + folder + " (" + e.getMessage() + ")",
                "check permissions and free disk space, then: isotherm compare RUN… --mean --out DIR");
    }
}
