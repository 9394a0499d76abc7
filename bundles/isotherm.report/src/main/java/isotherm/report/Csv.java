/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Number columns of a run's tables. Such a file has a header, commas and no quotes; a line cut short is left out. */
final class Csv {
    private Csv() {}

    static Map<String, double[]> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<String, double[]> columns = new LinkedHashMap<>();
        if (lines.isEmpty()) {
            return columns;
        }
        String[] names = lines.get(0).split(",");
        List<String[]> rows = lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(row -> row.length == names.length)
                .toList();
        for (int c = 0; c < names.length; c++) {
            int column = c;
            columns.put(
                    names[c].strip(),
                    rows.stream().mapToDouble(r -> number(r[column])).toArray());
        }
        return columns;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The values that can be drawn. */
    static double[] finite(double[] values) {
        return values == null
                ? new double[0]
                : Arrays.stream(values).filter(Double::isFinite).toArray();
    }
}
