/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import isotherm.api.run.SeriesReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Writes the page of runs that repeat each other: one file, nothing loaded from elsewhere. */
@Component
public final class HtmlSeries implements SeriesReport {
    @Override
    public Path write(Path folder) throws IOException {
        RunFolder series = RunFolder.series(folder);
        String page = Page.render("series.mustache", Map.of("series", SeriesSection.of(series.record())));
        return series.write("report.html", Page.bytes(page));
    }
}
