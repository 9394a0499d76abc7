/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.Diagnosis;
import isotherm.api.wiring.Problem;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** How the program stands on this machine, and what is wrong. */
@Command(name = "doctor", description = "Examine the program and the machine.")
final class DoctorCommand implements Callable<Integer> {
    private final Session session;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Problem> problems = new ArrayList<>();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.putAll(BackendFacts.gather(session.properties, problems));
        if (session.alone && !problems.isEmpty()) {
            facts.put("first operation", "none");
        } else if (session.alone) {
            double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
            facts.put("first operation", String.format(Locale.ROOT, "%.2f s after the start", seconds));
        }
        facts.putAll(MachineFacts.gather());
        facts.putAll(FolderFacts.gather(session.properties, problems));
        facts.put("bundles not active", BundleFacts.notActive(session.framework));
        session.services
                .find(Diagnosis.class)
                .ifPresentOrElse(d -> problems.addAll(d.system()), () -> problems.add(BundleFacts.noDiagnosis()));
        if (session.json()) {
            session.printJson(Views.map(
                    "facts",
                    facts,
                    "problems",
                    problems.stream().map(Problem::dto).toList()));
        } else {
            facts.forEach((key, value) ->
                    session.out.printf("%-20s %s%n", key, List.of().equals(value) ? "none" : value));
            problems.forEach(p -> session.out.println(p.code() + "  " + p.line()));
            session.out.println(problems.isEmpty() ? "all is well" : problems.size() + " thing(s) wrong");
        }
        return problems.isEmpty() ? Program.OK : Program.FAILED;
    }
}
