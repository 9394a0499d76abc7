/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.engine.registry.WatchedExtensions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Asks plug-ins what they make of an experiment; what one refuses is a problem of its bundle. A name that nobody provides is
 * passed over.
 *
 * @param problems takes what is found, each once
 */
record PluginQuestions(WatchedExtensions extensions, List<Problem> problems) {
    /** The plug-in that has the name; of several, the one that is used. */
    Optional<Extension> plugin(ExtensionPoint point, String name) {
        return extensions.list(point).stream()
                .filter(plugin -> plugin.name().equals(name) && !plugin.shadowed())
                .findFirst();
    }

    /** The answer; empty where the plug-in is not there or refuses. */
    <S, A> Optional<A> ask(ExtensionPoint point, Class<S> contract, String name, Function<S, A> question) {
        return ask(point, contract, name, question, problem -> problem);
    }

    /** @param more adds what is known of a refusal besides */
    <S, A> Optional<A> ask(
            ExtensionPoint point,
            Class<S> contract,
            String name,
            Function<S, A> question,
            UnaryOperator<Problem> more) {
        Optional<Extension> plugin = plugin(point, name);
        if (plugin.isEmpty()) {
            return Optional.empty();
        }
        try (var lease = extensions.acquire(point, contract, name)) {
            return Optional.of(question.apply(lease.service()));
        } catch (ProblemException e) {
            Problem problem =
                    more.apply(e.problem().of(plugin.get().bundle(), e.problem().reference()));
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return Optional.empty();
        }
    }
}
