/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.console.access.Session;
import isotherm.console.http.HttpProblem;
import org.junit.jupiter.api.Test;

class QueueTest {
    private static final Session ONE = new Session("a", "1");
    private static final Session TWO = new Session("b", "2");
    private static final Session THREE = new Session("c", "3");

    @Test
    void oneUserLeavesRoomForOthersAndThereIsAnEndToTheRoom() {
        var queue = new Queue("images", 3, 2);
        Runnable leave = queue.enter(ONE);
        queue.enter(ONE);
        assertEquals(429, refused(queue, ONE));
        queue.enter(TWO);
        assertEquals(503, refused(queue, TWO));
        assertEquals(503, refused(queue, THREE));
        leave.run();
        queue.enter(THREE);
        assertEquals(503, refused(queue, ONE));
    }

    private static int refused(Queue queue, Session session) {
        return assertThrows(HttpProblem.class, () -> queue.enter(session)).status();
    }
}
