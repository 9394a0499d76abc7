/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Who is signed in, until they sign out, leave it unused for long, or the program ends. */
final class Sessions {
    static final Duration IDLE = Duration.ofHours(8);
    static final int MOST = 64;

    private final Secrets secrets;
    private final LongSupplier nanos;
    private final Map<String, Entry> entries = new HashMap<>();

    Sessions(Secrets secrets, LongSupplier nanos) {
        this.secrets = secrets;
        this.nanos = nanos;
    }

    /** Where there are too many, the one that was left unused for longest has to go. */
    synchronized Session open() {
        sweep();
        if (entries.size() >= MOST) {
            entries.entrySet().stream()
                    .min(Comparator.comparingLong(e -> e.getValue().used))
                    .map(Map.Entry::getKey)
                    .ifPresent(entries::remove);
        }
        var session = new Session(secrets.text(), secrets.text());
        entries.put(Secrets.fingerprint(session.id()), new Entry(session.csrf(), nanos.getAsLong()));
        return session;
    }

    synchronized Optional<Session> find(String id) {
        sweep();
        Entry entry = entries.get(Secrets.fingerprint(id));
        if (entry == null) {
            return Optional.empty();
        }
        entry.used = nanos.getAsLong();
        return Optional.of(new Session(id, entry.csrf));
    }

    /** Whether there is one, which is not used by that. */
    synchronized boolean open(String id) {
        sweep();
        return entries.containsKey(Secrets.fingerprint(id));
    }

    synchronized void close(String id) {
        entries.remove(Secrets.fingerprint(id));
    }

    synchronized void closeAll() {
        entries.clear();
    }

    private void sweep() {
        long now = nanos.getAsLong();
        entries.values().removeIf(entry -> now - entry.used > IDLE.toNanos());
    }

    private static final class Entry {
        private final String csrf;
        private long used;

        Entry(String csrf, long used) {
            this.csrf = csrf;
            this.used = used;
        }
    }
}
