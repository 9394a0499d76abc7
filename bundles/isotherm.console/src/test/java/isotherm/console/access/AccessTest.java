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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String PASSWORD = "correct horse battery";
    /** Wrong without a look at it, which takes long. */
    private static final String TOO_LONG = "x".repeat(Access.LONGEST + 1);

    private static final Caller HERE = Caller.of("127.0.0.1", "");

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
        assertEquals(409, refused(() -> access.signIn("admin", HERE)));
        assertEquals(401, refused(() -> access.setPassword("", PASSWORD)));
        assertEquals(401, refused(() -> access.setPassword(token + "x", PASSWORD)));
        assertEquals(422, refused(() -> access.setPassword(token, "too short")));
        assertEquals(422, refused(() -> access.setPassword(token, "x".repeat(257))));
        assertFalse(access.passwordSet());
        access.setPassword(token, PASSWORD);
        assertEquals(401, refused(() -> access.setPassword(token, "another password")));
        assertTrue(access.session(access.signIn(PASSWORD, HERE).id()).isPresent());
    }

    @Test
    void thePasswordOutlivesTheProgramAndIsForgottenOnRequestAlone() {
        access.setPassword(access.begin(false).orElseThrow(), PASSWORD);
        var next = new Access(folder.resolve("console/password"), nanos::get);
        assertEquals(Optional.empty(), next.begin(false));
        next.signIn(PASSWORD, HERE);
        assertTrue(next.begin(true).isPresent());
        assertEquals(409, refused(() -> next.signIn(PASSWORD, HERE)));
    }

    @Test
    void guessingIsSlow() {
        access.setPassword(access.begin(false).orElseThrow(), PASSWORD);
        for (int i = 0; i < Throttle.FREE; i++) {
            assertEquals(401, refused(() -> access.signIn("wrong", HERE)));
        }
        assertEquals(429, refused(() -> access.signIn("wrong", HERE)));
        assertEquals(429, refused(() -> access.signIn(PASSWORD, HERE)));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertEquals(401, refused(() -> access.signIn("wrong", HERE)));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertEquals(429, refused(() -> access.signIn(PASSWORD, HERE)));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        access.signIn(PASSWORD, HERE);
    }

    /** One wrong answer each time that one is looked at would keep everybody out, if they waited for each other. */
    @Test
    void nobodyWaitsForTheWrongAnswersOfOthers() {
        access.setPassword(access.begin(false).orElseThrow(), PASSWORD);
        guess(HERE);
        access.signIn(PASSWORD, Caller.of("192.168.1.2", ""));
        access.signIn(PASSWORD, Caller.of("[2001:db8:0:1::1]", ""));
        assertEquals(429, refused(() -> access.signIn(PASSWORD, HERE)));
    }

    private void guess(Caller caller) {
        for (int i = 0; i < Throttle.FREE; i++) {
            assertEquals(401, refused(() -> access.signIn(TOO_LONG, caller)));
        }
        assertEquals(429, refused(() -> access.signIn(PASSWORD, caller)));
    }

    /** All on one machine, or behind one proxy, come from one address. */
    @Test
    void whereItWasRightBeforeTheRightPasswordIsTakenWhoeverElseGuessesThere() {
        access.setPassword(access.begin(false).orElseThrow(), PASSWORD);
        access.signIn(PASSWORD, HERE);
        String device = access.device(HERE);
        Caller known = Caller.of("127.0.0.1", device);
        assertEquals(device, access.device(known));
        guess(HERE);
        access.signIn(PASSWORD, known);
        // it outlives the program, and gives no more guesses than any other place
        var next = new Access(folder.resolve("console/password"), nanos::get);
        next.begin(false);
        access = next;
        guess(HERE);
        access.signIn(PASSWORD, known);
        guess(known);
        // made up, or of another password, it is worth nothing
        String forged = device.substring(0, device.length() - 1) + (device.endsWith("0") ? "1" : "0");
        for (String other : List.of(forged, "." + device, device.replace(".", ""), "x".repeat(5000), ".", "ä.ö")) {
            assertEquals(429, refused(() -> access.signIn(PASSWORD, Caller.of("127.0.0.1", other))), other);
        }
        String token = access.begin(true).orElseThrow();
        access.setPassword(token, "another password");
        assertNotEquals(device, access.device(known));
    }

    @Test
    void wrongTokensKeepNobodyWaiting() {
        String token = access.begin(false).orElseThrow();
        for (int i = 0; i < 100; i++) {
            assertEquals(401, refused(() -> access.setPassword("wrong", PASSWORD)));
        }
        access.setPassword(token, PASSWORD);
    }

    @Test
    void aNetworkOfSixIsOnePlace() {
        assertEquals(Caller.of("2001:db8::1", ""), Caller.of("[2001:db8:0:0:5::2%eth0]", ""));
        assertNotEquals(Caller.of("2001:db8::1", ""), Caller.of("2001:db8:0:1::1", ""));
        assertNotEquals(Caller.of("10.0.0.1", ""), Caller.of("10.0.0.2", ""));
    }

    @Test
    void whoeverHasAllAddressesHasNoMoreGuessesThanRoom() {
        var throttle = new Throttle(nanos::get);
        for (int i = 0; i < Throttle.MOST + Throttle.FREE; i++) {
            throttle.wrong("address " + i);
        }
        assertTrue(throttle.secondsLeft("address of somebody else") > 0);
        assertEquals(0, throttle.secondsLeft("address 1"));
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        assertEquals(0, throttle.secondsLeft("address of somebody else"));
    }

    @Test
    void aSessionEndsWhenItIsClosedOrLeftUnused() {
        access.setPassword(access.begin(false).orElseThrow(), PASSWORD);
        Session one = access.signIn(PASSWORD, HERE), other = access.signIn(PASSWORD, HERE);
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
