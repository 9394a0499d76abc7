/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.run.Explainer;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Paint heatmaps over images with a finished run.")
final class ExplainCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            completionCandidates = Names.OfRuns.class,
            description = "its id, the end of it, or 'latest'")
    private String run;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "image files")
    private List<Path> images;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for the pictures; the run's by default")
    private Path out;

    @Option(
            names = "--on-damaged",
            paramLabel = "POLICY",
            description = "an image that cannot be read: fail, or skip it and go on; skip where there are several")
    private OnDamaged onDamaged;

    /** What becomes of an image that cannot be read. */
    enum OnDamaged {
        fail,
        skip
    }

    ExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        for (Path image : images) {
            if (!Files.isRegularFile(image)) {
                throw new ProblemException(
                        ReasonCode.INPUT_INVALID,
                        image.toString(),
                        "there is no image file " + image,
                        "check the path");
            }
        }
        RunInfo info = session.services.get(Runs.class).find(run);
        Path folder = out == null ? info.folder().resolve("explained") : out;
        var damaged = new ArrayList<Problem>();
        boolean skip = onDamaged == null ? images.size() > 1 : onDamaged == OnDamaged.skip;
        Explainer explainer = session.services.get(Explainer.class);
        List<Explainer.Explanation> found = explainer.explain(info.id(), images, folder, problem -> {
            if (!skip) {
                throw new ProblemException(problem);
            }
            damaged.add(problem);
        });
        if (found.isEmpty() && !damaged.isEmpty()) {
            throw new ProblemException(damaged.get(0));
        }
        tell(damaged);
        Results.tellUnsealed(session, info);
        explainer.remarks(info.id()).forEach(line -> session.err.println("warning: " + line));
        if (session.json()) {
            session.printJson(found.stream()
                    .map(e -> Views.map(
                            "image",
                            e.image().toString(),
                            "class",
                            e.predictedClass(),
                            "score",
                            e.score(),
                            "threshold",
                            e.threshold(),
                            "outOfDistribution",
                            e.outOfDistribution(),
                            "overlay",
                            e.overlay().toString()))
                    .toList());
            return Program.OK;
        }
        Table table = new Table("IMAGE", "CLASS", "SCORE", "THRESHOLD", "VERDICT", "HEATMAP");
        found.forEach(e -> table.row(
                e.image(),
                e.predictedClass(),
                number(e.score()),
                number(e.threshold()),
                e.outOfDistribution() ? "OOD" : "ID",
                e.overlay()));
        table.print(session.out);
        return Program.OK;
    }

    private void tell(List<Problem> damaged) {
        damaged.forEach(problem -> session.err.println("warning: left out: " + problem.cause()));
        if (!damaged.isEmpty()) {
            session.err.println(
                    "warning: " + damaged.size() + " of " + images.size() + " images cannot be read and are left out");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
