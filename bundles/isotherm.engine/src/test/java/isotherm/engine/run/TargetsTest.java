/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.RunHandle;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import isotherm.api.target.TargetAssignment;
import isotherm.api.target.TargetStrategy;
import isotherm.nn.checkpoint.SafeTensors;
import isotherm.target.prototype.PrototypeTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {
    private static final Map<String, String> SHORT = Map.of("pretrain.epochs", "1", "epochs", "1", "scores", "heatmap");

    @TempDir
    Path dir;

    private Laboratory lab;

    @BeforeEach
    void open() {
        lab = new Laboratory(dir);
    }

    private void put(TargetStrategy strategy) {
        lab.extensions.remove(TargetStrategy.class, "prototype");
        lab.extensions.add(TargetStrategy.class, "prototype", strategy);
    }

    @Test
    void theGallerySearchesForTheImagesItShowsAlone() throws Exception {
        var asked = new ArrayList<Integer>();
        put((id, ood, options) -> {
            asked.add(ood.predicted().length);
            return new PrototypeTarget().prepare(id, ood, options);
        });
        RunInfo run = lab.run(SHORT);
        Laboratory.assertCompleted(run);
        assertEquals(List.of(30, 3, 3), asked, "30 to train with, 3 shown of each of two test sets");

        // with every image shown, the same images get the same prototypes
        asked.clear();
        var every = new HashMap<>(SHORT);
        every.put("gallery.count", "20");
        RunInfo all = lab.run(every, EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(all);
        assertEquals(List.of(20, 20), asked);
        for (String set : List.of("texture", "unseen")) {
            var few = prototypes(run, set);
            var many = prototypes(all, set);
            assertEquals(3, few.size());
            few.forEach((index, pixels) -> assertArrayEquals(pixels, many.get(index), set + " " + index));
        }
    }

    /** The prototypes that a gallery shows, by the index of their image. */
    private static Map<Integer, float[]> prototypes(RunInfo run, String set) throws Exception {
        var tensor =
                SafeTensors.read(run.folder().resolve("gallery.safetensors")).find("prototypes");
        var found = new HashMap<Integer, float[]>();
        for (var image : Laboratory.json(run.folder().resolve("gallery.json")).path("images")) {
            if (image.path("dataset").asText().equals(set)) {
                found.put(
                        image.path("index").asInt(),
                        tensor.slice(image.path("prototype").asInt())
                                .dup('c')
                                .data()
                                .asFloat());
            }
        }
        return found;
    }

    @Test
    void aLongSearchDoesNotHoldUpTheEndOfARun() throws Exception {
        var searching = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        put((id, ood, options) -> search(searching, cancelled));
        RunHandle handle = lab.start(SHORT, (run, progress) -> {});
        assertTrue(searching.await(300, TimeUnit.SECONDS));
        Instant stop = Instant.now();
        handle.interrupt("stopped by a test");
        RunInfo torn = handle.await();
        assertTrue(Duration.between(stop, Instant.now()).toSeconds() < 5);
        assertEquals(RunState.INTERRUPTED, torn.state());
        assertEquals(Stage.TRAIN, torn.stage());
        assertEquals("stopped by a test", torn.reason());
        assertEquals(0, cancelled.getCount(), "the search was told");
        put(new PrototypeTarget());
        Laboratory.assertCompleted(lab.resume(torn.id()));
    }

    private static TargetAssignment search(CountDownLatch searching, CountDownLatch cancelled) {
        searching.countDown();
        try {
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        } catch (InterruptedException e) {
            cancelled.countDown();
            throw new CancellationException("interrupted");
        }
        throw new AssertionError("nobody interrupted the search");
    }
}
