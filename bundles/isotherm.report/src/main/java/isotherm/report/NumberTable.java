/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of numbers as runs write it: a line of names, then a line of numbers for each row, separated by commas.
 *
 * @param columns by name, in order, all of one length
 */
record NumberTable(Map<String, double[]> columns) {
    /**
     * A last line without an end is left out: a process that dies may leave half of one.
     *
     * @throws IllegalArgumentException for anything else that is no such table; the message tells the line
     */
    static NumberTable parse(String text) {
        List<String> lines = text.lines().toList();
        if (!text.endsWith("\n") && !lines.isEmpty()) {
            lines = lines.subList(0, lines.size() - 1);
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        String[] names = lines.get(0).split(",", -1);
        double[][] values = new double[names.length][lines.size() - 1];
        for (int row = 0; row < lines.size() - 1; row++) {
            String[] cells = lines.get(row + 1).split(",", -1);
            if (cells.length != names.length) {
                throw new IllegalArgumentException(
                        "line " + (row + 2) + " has " + cells.length + " values instead of " + names.length);
            }
            for (int c = 0; c < names.length; c++) {
                try {
                    values[c][row] = Double.parseDouble(cells[c]);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("line " + (row + 2) + " has no number in column " + names[c]);
                }
            }
        }
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int c = 0; c < names.length; c++) {
            columns.put(names[c], values[c]);
        }
        return new NumberTable(columns);
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    int rows() {
        return columns.values().iterator().next().length;
    }

    /** The columns but these. */
    Set<String> without(Set<String> names) {
        var others = new LinkedHashSet<>(columns.keySet());
        others.removeAll(names);
        return others;
    }
}
