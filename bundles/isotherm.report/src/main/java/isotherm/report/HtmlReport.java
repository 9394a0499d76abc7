/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import isotherm.api.run.ReportWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Writes report.html: one file, nothing loaded from elsewhere. A part the run did not get to says so in its section. */
@Component
public final class HtmlReport implements ReportWriter {
    @Override
    public Path write(Path folder) throws IOException {
        RunFolder run = RunFolder.open(folder);
        Map<String, Object> page = new HashMap<>();
        page.put("head", Heading.of(run));
        if (run.evaluated()) {
            JsonFile metrics = run.json(RunFolder.METRICS);
            page.put("results", ResultsSection.of(metrics));
            page.put("gallery", GallerySection.of(run));
            page.put("scores", ScoreSection.of(run, metrics));
        }
        page.put("training", TrainingSection.of(run));
        page.put("record", RecordSection.of(run.record()));
        return run.write("report.html", Page.bytes(Page.render("report.mustache", page)));
    }
}
