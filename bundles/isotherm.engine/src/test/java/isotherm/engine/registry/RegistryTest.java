/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.registry;

import static org.junit.jupiter.api.Assertions.*;

import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.ProblemException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private final Registry registry = new Registry(ExtensionPoint.SCORE);

    @Test
    void theHighestRankingIsPreferredAndTheOtherListedAsShadowed() {
        registry.add(new Fake("msp", 0, "low"));
        registry.add(new Fake("msp", 5, "high"));
        assertEquals("high", registry.acquire(String.class, "msp", gone -> {}).service());
        assertEquals(2, registry.list().size());
        assertTrue(registry.list().get(1).shadowed());
    }

    @Test
    void anUnknownNameIsToldWithTheNearest() {
        registry.add(new Fake("energy", 0, "e"));
        var e = assertThrows(ProblemException.class, () -> registry.acquire(String.class, "enrgy", gone -> {}));
        assertEquals("there is no score named 'enrgy' – did you mean 'energy'?", e.getMessage());
    }

    @Test
    void aLeaseHearsOfItsProviderLeaving() {
        var calls = new AtomicInteger();
        registry.add(new Fake("msp", 0, "x"));
        var lease = registry.acquire(String.class, "msp", gone -> calls.incrementAndGet());
        registry.add(new Fake("msp", 9, "y"));
        assertFalse(lease.gone());
        registry.remove(new Fake("msp", 0, "x"));
        assertTrue(lease.gone());
        assertEquals(1, calls.get());
    }

    @Test
    void aClosedLeaseHearsNothingMore() {
        var calls = new AtomicInteger();
        registry.add(new Fake("msp", 0, "x"));
        var lease = registry.acquire(String.class, "msp", gone -> calls.incrementAndGet());
        lease.close();
        lease.close();
        registry.remove(new Fake("msp", 0, "x"));
        assertEquals(0, calls.get());
    }

    private record Fake(String name, int ranking, Object service) implements Provider {
        @Override
        public ExtensionPoint point() {
            return ExtensionPoint.SCORE;
        }

        @Override
        public String bundle() {
            return "fake";
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public long bundleId() {
            return 1;
        }

        @Override
        public String component() {
            return "";
        }

        @Override
        public Object take() {
            return service;
        }

        @Override
        public void giveBack() {}

        @Override
        public int compareTo(Provider other) {
            return Integer.compare(other.ranking(), ranking);
        }
    }
}
