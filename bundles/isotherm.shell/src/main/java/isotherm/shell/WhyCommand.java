/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What keeps an experiment from running. */
@Command(name = "why", description = "Tell what keeps an experiment from running.")
final class WhyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "EXPERIMENT",
            completionCandidates = Names.OfExperiments.class,
            description = "as 'list experiment' names it")
    private String experiment;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            completionCandidates = Names.OfSettings.class,
            description = "settings that replace the experiment's")
    private List<String> settings;

    @Spec
    private CommandSpec spec;

    WhyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Problem> problems = session.services.get(Diagnosis.class).why(experiment, Settings.of(settings, spec));
        if (session.json()) {
            session.printJson(problems.stream().map(Problem::dto).toList());
        } else {
            problems.forEach(p -> session.out.println(p.code() + "  " + p.line()));
            if (ready(problems)) {
                session.out.println(experiment + " is ready to run");
            }
        }
        return ready(problems) ? Program.OK : Program.FAILED;
    }

    /** What is worth telling need be no hindrance: of two plug-ins with one name a run takes one. */
    private static boolean ready(List<Problem> problems) {
        return problems.stream().noneMatch(Problem::hinders);
    }
}
