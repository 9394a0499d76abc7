/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.api.run.Runs;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.HttpProblem;
import isotherm.console.run.RunGallery;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What a run shows of its test sets. */
@Component(service = GalleryResource.class)
public final class GalleryResource {
    private final Runs runs;

    @Activate
    public GalleryResource(@Reference Runs runs) {
        this.runs = runs;
    }

    void get(Exchange exchange) throws IOException {
        exchange.json(RunGallery.of(FoundRun.of(runs, exchange).folder())
                .orElseThrow(() -> new HttpProblem(
                        409, ReasonCode.DATA_MISSING, "the run was not evaluated yet", "wait, or resume it")));
    }
}
