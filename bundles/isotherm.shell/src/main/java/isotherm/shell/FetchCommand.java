/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.shell.fetch.Fetch;
import isotherm.shell.fetch.RemoteFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings a data set into the data folder from where it is published. */
@Command(name = "fetch", description = "Download a data set, check it and unpack it into the data folder.")
final class FetchCommand implements Callable<Integer> {
    private static final long PAUSE_MILLIS = 3_000;
    private final Session session;
    private RemoteFile current;
    private long tenths;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Names.OfDatasets.class,
            description = "as 'datasets' lists it, such as cifar-10")
    private String name;

    FetchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        KnownDataset dataset = dataset();
        Path root = DatasetsCommand.root(session);
        DatasetPresence before = DatasetPresence.of(root, dataset.paths());
        if (!before.state().equals(DatasetPresence.FOUND)) {
            // what is printed for machines is the result alone
            PrintStream lines = session.json() ? session.err : session.out;
            new Fetch(root, (file, bytes) -> report(lines, file, bytes), PAUSE_MILLIS).files(dataset.downloads());
        }
        DatasetPresence now = DatasetPresence.of(root, dataset.paths());
        if (session.json()) {
            session.printJson(
                    Views.map("name", dataset.name(), "state", now.state(), "reference", dataset.reference()));
        } else {
            session.out.println(dataset.name() + (before.state().equals(now.state()) ? " was there already, " : ": ")
                    + now.holds() + "; write " + dataset.reference());
        }
        return now.state().equals(DatasetPresence.FOUND) ? Program.OK : Program.FAILED;
    }

    private KnownDataset dataset() {
        List<String> names = KnownDataset.ALL.stream().map(KnownDataset::key).toList();
        KnownDataset dataset = KnownDataset.ALL.stream()
                .filter(d -> bare(d.key()).equals(bare(name)))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ReasonCode.INPUT_INVALID,
                        name,
                        "no data set '" + name + "' is known",
                        NearestName.hint(name, names)));
        if (dataset.downloads().isEmpty()) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID,
                    name,
                    dataset.name() + " is not published with a checksum, and is not fetched",
                    "get it by hand (" + dataset.origin() + ") and put it at " + dataset.folder());
        }
        return dataset;
    }

    private static String bare(String text) {
        return text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** A line for each tenth of a file. */
    private void report(PrintStream lines, RemoteFile file, long bytes) {
        long now = 10 * bytes / file.bytes();
        if (file.equals(current) && now == tenths) {
            return;
        }
        current = file;
        tenths = now;
        lines.printf("%s: %d of %d MB%n", file.name(), bytes >> 20, file.bytes() >> 20);
    }
}
