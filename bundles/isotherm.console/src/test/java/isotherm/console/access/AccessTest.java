/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.console.http.HttpProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Access access;

    @BeforeEach
    void create() {
        access = new Access(folder.resolve("console/password"), nanos::get);
    }

    @Test
    void thereIsNoPasswordUntilTheTokenSetsOneAndItDoesSoOnce() {
        String token = access.begin(false).orElseThrow();
        assertTrue(token.matches("([a-z2-9]{4}-){5}[a-z2-9]{4}"), token);
        assertEquals(409, refused(() -> access.signIn("admin")));
        assertEquals(401, refused(() -> access.setPassword("", PASSWORD)));
        assertEquals(401, refused(() -> access.setPassword(token + "x", PASSWORD)));
        assertEquals(422, refused(() -> access.setPassword(token, "too short")));
        assertEquals(422, refused(() -> access.setPassword(token, "x".repeat(257))));
        assertFalse(access.passwordSet());
        access.setPassword(token, PASSWORD);
        assertEquals(401, refused(() -> access.setPassword(token, "another password")));
        assertTrue(access.session(access.signIn(PASSWORD).id()).isPresent());
    }

    @Test
    void thePasswordOutlivesTheProgramAndIsForgottenOnRequestAlone() {
        access.setPassword(access.begin(false).orElseThrow(), PASSWORD);
        var next = new Access(folder.resolve("console/password"), nanos::get);
        assertEquals(Optional.empty(), next.begin(false));
        next.signIn(PASSWORD);
        assertTrue(next.begin(true).isPresent());
        assertEquals(409, refused(() -> next.signIn(PASSWORD)));
    }

    @Test
    void guessingIsSlow() {
        access.setPassword(access.begin(false).orElseThrow(), PASSWORD);
        for (int i = 0; i < Throttle.FREE; i++) {
            assertEquals(401, refused(() -> access.signIn("wrong")));
        }
        assertEquals(429, refused(() -> access.signIn("wrong")));
        assertEquals(429, refused(() -> access.signIn(PASSWORD)));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertEquals(401, refused(() -> access.signIn("wrong")));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertEquals(429, refused(() -> access.signIn(PASSWORD)));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        access.signIn(PASSWORD);
    }

    @Test
    void aSessionEndsWhenItIsClosedOrLeftUnused() {
        access.setPassword(access.begin(false).orElseThrow(), PASSWORD);
        Session one = access.signIn(PASSWORD), other = access.signIn(PASSWORD);
        assertNotEquals(one.id(), other.id());
        assertNotEquals(one.csrf(), other.csrf());
        assertTrue(Access.carries(one, one.csrf()));
        assertFalse(Access.carries(one, other.csrf()));
        assertFalse(Access.carries(one, null));
        access.signOut(one);
        assertEquals(Optional.empty(), access.session(one.id()));
        assertEquals(Optional.empty(), access.session(""));
        assertEquals(Optional.of(other), access.session(other.id()));
        nanos.addAndGet(Sessions.IDLE.toNanos() + 1);
        assertEquals(Optional.empty(), access.session(other.id()));
    }

    @Test
    void thereAreNotMoreSessionsThanTheLimit() {
        var sessions = new Sessions(new Secrets(new java.security.SecureRandom()), nanos::get);
        Session first = sessions.open();
        for (int i = 0; i < Sessions.MOST; i++) {
            nanos.incrementAndGet();
            sessions.open();
        }
        assertEquals(Optional.empty(), sessions.find(first.id()));
    }

    private static int refused(Runnable attempt) {
        return assertThrows(HttpProblem.class, attempt::run).status();
    }
}
