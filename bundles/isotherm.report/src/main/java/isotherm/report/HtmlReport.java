/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import com.samskivert.mustache.Mustache;
import isotherm.api.run.ReportWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
        page.put("style", resource("report.css"));
        page.put("head", Heading.of(run.record()));
        if (run.evaluated()) {
            JsonFile metrics = run.json(RunFolder.METRICS);
            page.put("results", ResultsSection.of(metrics));
            page.put("gallery", GallerySection.of(run));
            page.put("scores", ScoreSection.of(run, metrics));
        }
        page.put("training", TrainingSection.of(run));
        page.put("record", RecordSection.of(run.record()));
        return run.write("report.html", render(page).getBytes(StandardCharsets.UTF_8));
    }

    private static String render(Map<String, Object> page) throws IOException {
        return Mustache.compiler()
                .defaultValue("")
                .emptyStringIsFalse(true)
                .withLoader(name -> new InputStreamReader(open(name + ".mustache"), StandardCharsets.UTF_8))
                .compile(resource("report.mustache"))
                .execute(page);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String name) {
        return HtmlReport.class.getResourceAsStream(name);
    }
}
