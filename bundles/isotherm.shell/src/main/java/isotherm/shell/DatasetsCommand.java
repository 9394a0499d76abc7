/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Which of the data sets that experiments use are there, what to write for them, and where the others come from. */
@Command(name = "datasets", description = "Tell which data sets are there, and where to get the others.")
final class DatasetsCommand implements Callable<Integer> {
    private final Session session;

    DatasetsCommand(Session session) {
        this.session = session;
    }

    /** The data folder. */
    static Path root(Session session) {
        String property = session.properties.apply("isotherm.data");
        return Path.of(property == null ? "data" : property).toAbsolutePath();
    }

    @Override
    public Integer call() {
        Path root = root(session);
        List<Map<String, Object>> json = new ArrayList<>();
        Table table = new Table("DATA SET", "USED AS", "STATE", "HOLDS", "WRITE");
        List<KnownDataset> wanting = new ArrayList<>();
        for (KnownDataset dataset : KnownDataset.ALL) {
            DatasetPresence presence = DatasetPresence.of(root, dataset.paths());
            table.row(dataset.name(), dataset.use(), presence.state(), presence.holds(), dataset.reference());
            if (!presence.state().equals(DatasetPresence.FOUND)) {
                wanting.add(dataset);
            }
            json.add(Views.map(
                    "name",
                    dataset.name(),
                    "use",
                    dataset.use(),
                    "state",
                    presence.state(),
                    "files",
                    presence.files(),
                    "images",
                    presence.images(),
                    "absent",
                    presence.absent(),
                    "reference",
                    dataset.reference(),
                    "origin",
                    dataset.origin(),
                    "fetch",
                    dataset.downloads().isEmpty() ? "" : "isotherm datasets fetch " + dataset.key()));
        }
        if (session.json()) {
            session.printJson(Views.map("folder", root.toString(), "datasets", json));
            return Program.OK;
        }
        session.out.println("data folder: " + root);
        table.print(session.out);
        if (!wanting.isEmpty()) {
            session.out.println();
            Table origins = new Table("TO BE HAD", "PUT AT", "FROM");
            wanting.forEach(d -> origins.row(
                    d.name(),
                    d.folder(),
                    d.downloads().isEmpty()
                            ? d.origin()
                            : "isotherm datasets fetch " + d.key() + ", or " + d.origin()));
            origins.print(session.out);
        }
        return Program.OK;
    }
}
