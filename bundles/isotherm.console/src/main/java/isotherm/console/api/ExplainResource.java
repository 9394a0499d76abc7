/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.run.Explainer;
import isotherm.api.run.NearestImages;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Session;
import isotherm.console.http.Connections;
import isotherm.console.http.HttpProblem;
import isotherm.console.image.Png;
import isotherm.console.image.Upload;
import isotherm.image.ImageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What a run says of an image that somebody sends. */
@Component(service = ExplainResource.class)
public final class ExplainResource {
    /** Each takes an image's pixels and a classifier's weights in memory. */
    private static final int MOST = 2;

    /** Waiting ones take their file's bytes. */
    private static final int MOST_SENT = 8;

    private static final int MOST_OF_ONE = 2;
    private static final long WAIT_SECONDS = 30;
    private static final long LIMIT_SECONDS = 120;
    private final Runs runs;
    private final Explainer explainer;
    private final NearestImages nearest;
    private final Connections connections;
    private final long limitMillis;
    private final Queue sent = new Queue("images to be looked at", MOST_SENT, MOST_OF_ONE);
    private final Semaphore free = new Semaphore(MOST, true);

    @Activate
    public ExplainResource(
            @Reference Runs runs,
            @Reference Explainer explainer,
            @Reference NearestImages nearest,
            @Reference Connections connections) {
        this(runs, explainer, nearest, connections, TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    }

    /** @param limitMillis how long one image may take */
    ExplainResource(Runs runs, Explainer explainer, NearestImages nearest, Connections connections, long limitMillis) {
        this.runs = runs;
        this.explainer = explainer;
        this.nearest = nearest;
        this.connections = connections;
        this.limitMillis = limitMillis;
    }

    /** Before an image is read, so that no more than a few are in memory. */
    Runnable enter(Session session) {
        return sent.enter(session);
    }

    void explain(Exchange exchange) throws Exception {
        RunInfo run = FoundRun.of(runs, exchange);
        Upload upload = Upload.of(exchange.sent());
        BooleanSupplier gone = new Presence(exchange, connections);
        if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new HttpProblem(
                            503,
                            ReasonCode.RESOURCE_EXHAUSTED,
                            "other images are being looked at",
                            "send this one again in a while")
                    .header("Retry-After", "10");
        }
        exchange.json(explain(run.id(), upload, gone));
    }

    /** A place is free again once the computation has ended, which may be later than anybody waits for it. */
    Map<String, Object> explain(String run, Upload upload, BooleanSupplier gone) throws Exception {
        var explained = new AtomicReference<Map<String, Object>>();
        try {
            return Watched.call(
                    () -> {
                        try {
                            return inFolder(run, upload, explained);
                        } finally {
                            free.release();
                        }
                    },
                    limitMillis,
                    gone);
        } catch (TimeoutException e) {
            Map<String, Object> known = explained.get();
            if (known == null) {
                throw new HttpProblem(
                        503,
                        ReasonCode.RESOURCE_EXHAUSTED,
                        "the image took longer than " + TimeUnit.MILLISECONDS.toSeconds(limitMillis) + " s to look at",
                        "try again when the machine has less to do, or send a smaller one");
            }
            return without(known, "the search took too long – what it has done is kept: ask again");
        }
    }

    private Map<String, Object> inFolder(String run, Upload upload, AtomicReference<Map<String, Object>> explained)
            throws IOException {
        Path folder = Files.createTempDirectory("isotherm-explain");
        try {
            Path image = folder.resolve(FileName.of("image." + upload.kind()));
            Files.write(image, upload.bytes());
            Map<String, Object> view = explain(run, image, folder);
            explained.set(Map.copyOf(view));
            return nearest(run, image, view);
        } finally {
            delete(folder);
        }
    }

    private Map<String, Object> explain(String run, Path image, Path folder) throws IOException {
        Explainer.Explanation found;
        try {
            found = explainer.explain(run, List.of(image), folder).get(0);
        } catch (ProblemException e) {
            boolean damaged = e.problem().code() == ReasonCode.INPUT_INVALID;
            throw damaged
                    ? new HttpProblem(
                            422,
                            ReasonCode.INPUT_INVALID,
                            e.problem().cause().replace(image.toString(), "the image"),
                            "send a " + ImageKind.all() + " file that is whole")
                    : e;
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("predicted", found.predictedClass());
        view.put("score", found.score());
        view.put("threshold", found.threshold());
        view.put("outOfDistribution", found.outOfDistribution());
        view.put("overlay", Base64.getEncoder().encodeToString(Files.readAllBytes(found.overlay())));
        view.put("remarks", explainer.remarks(run));
        return view;
    }

    /** An explanation is worth having without it: the data set may not be on this machine. */
    private Map<String, Object> nearest(String run, Path image, Map<String, Object> view) throws IOException {
        try {
            NearestImages.Nearest found = nearest.nearest(run, image);
            view.put("nearest", Base64.getEncoder().encodeToString(Png.of(found.image())));
            view.put("nearestClass", found.className());
            view.put("nearestMissing", null);
            return view;
        } catch (ProblemException e) {
            return without(view, e.problem().line());
        }
    }

    private static Map<String, Object> without(Map<String, Object> explained, String why) {
        Map<String, Object> view = new LinkedHashMap<>(explained);
        view.put("nearest", null);
        view.put("nearestClass", null);
        view.put("nearestMissing", why);
        return view;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
