/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Explainer;
import isotherm.api.run.NearestImages;
import isotherm.console.http.HttpProblem;
import isotherm.console.image.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An explanation that takes longer than anybody waits; what takes so long ends when it is interrupted. */
class ExplainResourceTest {
    private static final long LONG = TimeUnit.MINUTES.toMillis(5);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final Upload image = new Upload("png", new byte[1]);

    private <T> T endless() {
        begun.countDown();
        try {
            Thread.sleep(LONG);
            throw new AssertionError("nobody interrupted it");
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new CancellationException();
        }
    }

    private static List<Explainer.Explanation> explained(Path folder) {
        try {
            Path overlay = Files.write(folder.resolve("overlay.png"), new byte[] {1});
            return List.of(new Explainer.Explanation(folder.resolve("image.png"), "cat", 1, 2, false, overlay));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExplainResource resource(Explainer explainer, NearestImages nearest, long millis) {
        return new ExplainResource(null, explainer, nearest, null, millis);
    }

    @Test
    void thereIsAnEndToItsTime() throws Exception {
        var resource = resource((run, images, out) -> endless(), (run, file) -> endless(), 1000);
        HttpProblem e = assertThrows(HttpProblem.class, () -> resource.explain("run", image, () -> false));
        assertEquals(503, e.status());
        assertTrue(interrupted.await(60, TimeUnit.SECONDS));
    }

    @Test
    void whatIsKnownByThenIsTold() throws Exception {
        var resource = resource((run, images, out) -> explained(out), (run, file) -> endless(), 1000);
        Map<String, Object> view = resource.explain("run", image, () -> false);
        assertEquals("cat", view.get("predicted"));
        assertNull(view.get("nearest"));
        assertTrue(view.get("nearestMissing").toString().contains("took too long"), view::toString);
        assertTrue(interrupted.await(60, TimeUnit.SECONDS));
    }

    @Test
    void itEndsWhenNobodyWaitsForIt() throws Exception {
        var resource = resource((run, images, out) -> endless(), (run, file) -> endless(), LONG);
        assertThrows(InterruptedException.class, () -> resource.explain("run", image, () -> begun.getCount() == 0));
        assertTrue(interrupted.await(60, TimeUnit.SECONDS));
    }
}
