/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.Optional;

/** Where commands find the services they drive; a command asks only for what it needs, when it needs it. */
interface Services {
    <S> Optional<S> find(Class<S> contract);

    default <S> S get(Class<S> contract) {
        return find(contract)
                .orElseThrow(() -> new ProblemException(new Problem(
                        ReasonCode.PROVIDER_UNSATISFIED,
                        contract.getName(),
                        "the service " + contract.getSimpleName() + " is not there",
                        "'isotherm doctor' tells what it waits for")));
    }
}
