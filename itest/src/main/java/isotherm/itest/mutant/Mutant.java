/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import isotherm.api.wiring.ExtensionPoint;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A plug-in that breaks a contract.
 *
 * @param point its extension point
 * @param fault what is wrong with it, in words
 * @param caught the contracts that fail, as {@code TargetContract.theFeaturesAreNotModified}
 * @param broken makes it of a sound plug-in
 * @param headers of its manifest, instead of those a sound one has
 * @param <S> the extension point's contract
 */
record Mutant<S>(
        ExtensionPoint point, String fault, Set<String> caught, UnaryOperator<S> broken, Map<String, String> headers) {
    static final String NAME = "mutant";

    /** @param caught methods of the class, separated by blanks */
    static <S> Mutant<S> of(
            ExtensionPoint point, String fault, String contract, String caught, UnaryOperator<S> broken) {
        return new Mutant<>(point, fault, names(contract, caught), broken, Map.of());
    }

    /** One whose manifest is wrong. */
    static Mutant<Object> manifest(String fault, Set<String> caught, String header, String value) {
        return new Mutant<>(ExtensionPoint.METRIC, fault, caught, sound -> sound, Map.of(header, value));
    }

    Mutant<S> alsoCaughtBy(String contract, String caught) {
        var all = new TreeSet<>(this.caught);
        all.addAll(names(contract, caught));
        return new Mutant<>(point, fault, all, broken, headers);
    }

    private static Set<String> names(String contract, String methods) {
        var names = new TreeSet<String>();
        for (String method : methods.split(" ")) {
            names.add(contract + "." + method);
        }
        return names;
    }

    String id() {
        return point.key() + ": " + fault;
    }

    @Override
    public String toString() {
        return id();
    }
}
