/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under headings, aligned for people; columns of numbers to the right. */
final class Table {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        this.head = List.of(head);
    }

    Table row(Object... cells) {
        rows.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    void print(PrintStream out) {
        int[] width = IntStream.range(0, head.size()).map(this::width).toArray();
        line(out, head, width);
        rows.forEach(row -> line(out, row, width));
    }

    private int width(int column) {
        return Math.max(
                head.get(column).length(),
                rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0));
    }

    private void line(PrintStream out, List<String> cells, int[] width) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String pad = " ".repeat(width[i] - cells.get(i).length());
            line.append(i == 0 ? "" : "  ").append(numeric(i) ? pad + cells.get(i) : cells.get(i) + pad);
        }
        out.println(line.toString().stripTrailing());
    }

    private boolean numeric(int column) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(r -> r.get(column).matches("[-+]?[0-9]+(\\.[0-9]+)?( ± [0-9]+\\.[0-9]+)?|–|NaN"));
    }
}
