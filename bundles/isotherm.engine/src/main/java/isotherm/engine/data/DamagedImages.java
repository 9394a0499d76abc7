/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.work.Stopped;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Leaves out those images of a set that cannot be read. Each image is read once for that, before anything is computed, so
 * that all that follows sees one and the same set: places, labels, features, scores and what a resumed run compares.
 */
final class DamagedImages {
    /** The set that classes are learnt from. */
    static final String ID_TRAIN = "id.train";

    private static final int NAMED = 10;
    private static final int PART = 64;

    /**
     * An image that was left out.
     *
     * @param index in its data set
     * @param why names the file
     */
    record Damage(int index, String why) {}

    private DamagedImages() {}

    /**
     * A set without what cannot be read.
     *
     * @param role what the record calls it
     * @param skipped is told, for the role, index and reason of each image that was left out
     * @throws ProblemException DATA_INVALID where none can be read, or none of a class to learn from
     */
    static ImageSet leftOut(
            ImageSet set, String role, int threads, Work work, Map<String, Map<Integer, String>> skipped) {
        List<Damage> damaged = find(set, threads, work);
        if (damaged.isEmpty()) {
            return set;
        }
        var told = new TreeMap<Integer, String>();
        damaged.forEach(image -> told.put(image.index(), image.why()));
        skipped.put(role, told);
        String count = damaged.size() + " of " + set.size() + " images cannot be read";
        if (damaged.size() == set.size()) {
            throw invalid(set, count + ", the first: " + damaged.get(0).why());
        }
        ImageSet sound = set.without(damaged.stream().mapToInt(Damage::index).toArray());
        if (role.equals(ID_TRAIN)) {
            checkClasses(set, sound, count);
        }
        work.warn("data set '" + set.label() + "' (" + role + "): " + count + " and are left out"
                + (damaged.size() > NAMED ? ", the first " + NAMED : "") + ": "
                + String.join(
                        "; ", damaged.stream().limit(NAMED).map(Damage::why).toList()));
        return sound;
    }

    private static void checkClasses(ImageSet set, ImageSet sound, String count) {
        var left = IntStream.range(0, sound.size()).map(sound::label).boxed().collect(Collectors.toSet());
        for (int i = 0; i < set.size(); i++) {
            if (set.label(i) >= 0 && !left.contains(set.label(i))) {
                throw invalid(
                        set,
                        count + ", and none of class '" + set.data().classes().get(set.label(i)) + "' is left");
            }
        }
    }

    private static ProblemException invalid(ImageSet set, String what) {
        return new ProblemException(
                ReasonCode.DATA_INVALID,
                set.label(),
                "data set '" + set.label() + "': " + what,
                "replace those files, then start the experiment anew");
    }

    private static List<Damage> find(ImageSet set, int threads, Work work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "isotherm-images");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var parts = new ArrayList<Future<List<Damage>>>();
            for (int from = 0; from < set.size(); from += PART) {
                int begin = from;
                parts.add(pool.submit(() -> find(set, begin, Math.min(set.size(), begin + PART))));
            }
            var damaged = new ArrayList<Damage>();
            for (int i = 0; i < parts.size(); i++) {
                work.check();
                damaged.addAll(parts.get(i).get());
                work.progress("looking for damage", Math.min(set.size(), (i + 1) * PART), set.size(), 0, Double.NaN);
            }
            return damaged;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Damage> find(ImageSet set, int from, int to) throws IOException {
        var damaged = new ArrayList<Damage>();
        for (int place = from; place < to; place++) {
            try {
                set.data().read(set.indices()[place]);
            } catch (ProblemException e) {
                if (!(e.getCause() instanceof UnreadableImageException unreadable)) {
                    throw e;
                }
                damaged.add(new Damage(set.indices()[place], unreadable.getMessage()));
            }
        }
        return damaged;
    }
}
