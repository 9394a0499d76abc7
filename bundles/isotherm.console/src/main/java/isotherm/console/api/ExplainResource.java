/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.run.Explainer;
import isotherm.api.run.NearestImages;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What a run says of an image that somebody sends. */
@Component(service = ExplainResource.class)
public final class ExplainResource {
    /** Each takes an image's pixels and a classifier's weights in memory. */
    private static final int MOST = 2;

    private static final long WAIT_SECONDS = 20;
    private final Runs runs;
    private final Explainer explainer;
    private final NearestImages nearest;
    private final Semaphore free = new Semaphore(MOST, true);

    @Activate
    public ExplainResource(@Reference Runs runs, @Reference Explainer explainer, @Reference NearestImages nearest) {
        this.nearest = nearest;
        this.runs = runs;
        this.explainer = explainer;
    }

    void explain(Exchange exchange) throws IOException, InterruptedException {
        RunInfo run = FoundRun.of(runs, exchange);
        // before the body is read, so that no more than a few are in memory
        if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new HttpProblem(
                            503,
                            ReasonCode.RESOURCE_EXHAUSTED,
                            "other images are being looked at",
                            "send this one again in a while")
                    .header("Retry-After", "10");
        }
        try {
            Upload upload = Upload.read(exchange.request());
            Path folder = Files.createTempDirectory("isotherm-explain");
            try {
                exchange.json(explain(run.id(), upload, folder));
            } finally {
                delete(folder);
            }
        } finally {
            free.release();
        }
    }

    private Map<String, Object> explain(String run, Upload upload, Path folder) throws IOException {
        Path image = folder.resolve("image." + upload.kind());
        Files.write(image, upload.bytes());
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
        nearest(run, image, view);
        return view;
    }

    /** An explanation is worth having without it: the data set may not be on this machine. */
    private void nearest(String run, Path image, Map<String, Object> view) throws IOException {
        try {
            NearestImages.Nearest found = nearest.nearest(run, image);
            view.put("nearest", Base64.getEncoder().encodeToString(Png.of(found.image())));
            view.put("nearestClass", found.className());
            view.put("nearestMissing", null);
        } catch (ProblemException e) {
            view.put("nearest", null);
            view.put("nearestClass", null);
            view.put("nearestMissing", e.problem().line());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
