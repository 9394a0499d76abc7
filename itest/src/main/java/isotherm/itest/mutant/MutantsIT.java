/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ExtensionPoint;
import isotherm.tck.ContractOf;
import isotherm.tck.EveryRegistered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.test.common.annotation.InjectBundleContext;

/** The contract tests find what is wrong with a plug-in, and nothing else; each of them finds something. */
class MutantsIT {
    private static final Map<String, String> TABLE = new TreeMap<>();

    @InjectBundleContext
    BundleContext context;

    static Stream<Mutant<?>> mutants() {
        return Mutants.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void exactlyTheBrokenContractsFail(Mutant<?> mutant) throws Exception {
        Bundle bundle = MutantBundle.install(context, mutant, "isotherm.itest.mutant.MutantActivator");
        Set<String> failed;
        try {
            bundle.start();
            failed = contracts(mutant.point()).failures("(" + mutant.point().property() + "=mutant*)");
        } finally {
            bundle.uninstall();
        }
        assertEquals(new TreeSet<>(mutant.caught()), failed);
        mutant.caught().forEach(contract -> TABLE.merge(contract, mutant.id(), (a, b) -> a + "; " + b));
    }

    @Test
    void theSuiteFailsWhereNothingIsRegistered() {
        var failed = contracts(ExtensionPoint.METRIC).failures("(isotherm.metric.name=nobody)");
        assertEquals(
                new TreeSet<>(names(type -> type.getSimpleName().matches("(Bundle|Metric)Contract"))),
                new TreeSet<>(failed.stream()
                        .filter(name -> !name.startsWith("SuiteContract"))
                        .toList()));
        caught("SuiteContract.aServiceIsRegistered", failed, "no plug-in at all");
    }

    @Test
    void theSuiteFailsWhereABundleIsNotActive() throws Exception {
        Mutant<?> sound = Mutants.ALL.get(0);
        Bundle bundle = MutantBundle.install(context, sound, "no.such.Activator");
        try {
            bundle.start();
        } catch (BundleException e) {
            // as it shall
        }
        try {
            var failed = contracts(sound.point()).failures("(isotherm.metric.name=detection)");
            caught("SuiteContract.everyBundleIsActive", failed, "a plug-in whose bundle does not start");
            caught("SuiteContract.everyPromisedNameIsRegistered", failed, "a plug-in whose bundle does not start");
        } finally {
            bundle.uninstall();
        }
    }

    @Test
    void eachContractHasAMutant() {
        var caught = new TreeSet<String>();
        Mutants.ALL.forEach(mutant -> caught.addAll(mutant.caught()));
        var contracts = names(type -> true);
        contracts.removeIf(name -> name.startsWith("SuiteContract"));
        assertEquals(
                contracts,
                new TreeSet<>(caught.stream()
                        .filter(name -> !name.startsWith("SuiteContract"))
                        .toList()));
    }

    @AfterAll
    static void writeTheTable() throws IOException {
        var lines = new StringBuilder("| contract | mutants it caught |\n|---|---|\n");
        TABLE.forEach((contract, mutants) -> lines.append("| ")
                .append(contract)
                .append(" | ")
                .append(mutants)
                .append(" |\n"));
        System.out.println(lines);
        Path file = Path.of(System.getProperty("isotherm.figures"), "mutants.md");
        Files.writeString(file, lines);
    }

    private static void caught(String contract, Set<String> failed, String mutant) {
        assertTrue(failed.contains(contract), () -> contract + " did not fail, but " + failed);
        TABLE.merge(contract, mutant, (a, b) -> a + "; " + b);
    }

    private ContractRun contracts(ExtensionPoint point) {
        List<Class<?>> classes = ContractRun.classes(context).stream()
                .filter(type -> {
                    ContractOf of = type.getAnnotation(ContractOf.class);
                    return of == null || of.value() == point;
                })
                .toList();
        return new ContractRun(context, point, classes);
    }

    private TreeSet<String> names(Predicate<Class<?>> chosen) {
        var names = new TreeSet<String>();
        ContractRun.classes(context).stream().filter(chosen).forEach(type -> Arrays.stream(type.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(EveryRegistered.class) || method.isAnnotationPresent(Test.class))
                .forEach(method -> names.add(type.getSimpleName() + "." + method.getName())));
        return names;
    }
}
