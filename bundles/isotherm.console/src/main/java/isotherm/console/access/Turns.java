/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one look at a password follow another, since each takes a processor for a while; a few may wait, the others are told. */
final class Turns {
    private static final int MOST_WAITING = 8;
    private final ReentrantLock turn = new ReentrantLock(true);

    <T> T take(Supplier<T> look) {
        if (turn.getQueueLength() >= MOST_WAITING) {
            throw new HttpProblem(
                            503, ReasonCode.RESOURCE_EXHAUSTED, "many others are signing in", "try again in a moment")
                    .header("Retry-After", "2");
        }
        turn.lock();
        try {
            return look.get();
        } finally {
            turn.unlock();
        }
    }
}
