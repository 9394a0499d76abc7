/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A benchmark's results for people and for machines. Rates are images per second, medians of the rounds' medians. */
final class BenchView {
    private BenchView() {}

    static Table table(List<BenchComparison> results) {
        Table table = new Table("CASE", "ISOTHERM", "QUARTILES", "PEER", "QUARTILES", "RATIO", "PEAK MB");
        for (BenchComparison one : results) {
            boolean peer = one.hasPeer();
            table.row(
                    one.name(),
                    rate(one.quantile(BenchRound::rate, 0.5)),
                    quartiles(one, BenchRound::rate),
                    peer ? rate(one.quantile(BenchRound::peer, 0.5)) : "–",
                    peer ? quartiles(one, BenchRound::peer) : "–",
                    peer ? String.format(Locale.ROOT, "%.2f", one.quantile(BenchRound::ratio, 0.5)) : "–",
                    one.peakMemory() == 0 ? "–" : Long.toString(Math.round(one.peakMemory() / 1e6)));
        }
        return table;
    }

    private static String quartiles(BenchComparison one, ToDoubleFunction<BenchRound> value) {
        return rate(one.quantile(value, 0.25)) + "–" + rate(one.quantile(value, 0.75));
    }

    private static String rate(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    static Map<String, Object> json(List<BenchComparison> results, String peer) {
        return Views.map(
                "time",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "machine",
                MachineFacts.gather(),
                "threads",
                BenchPeer.threads(),
                "peer",
                peer,
                "results",
                results.stream().map(BenchView::json).toList());
    }

    private static Map<String, Object> json(BenchComparison one) {
        Map<String, Object> json = Views.map(
                "case",
                one.name(),
                "images",
                one.rounds().get(0).measured().images(),
                "median",
                one.quantile(BenchRound::rate, 0.5),
                "quartiles",
                List.of(one.quantile(BenchRound::rate, 0.25), one.quantile(BenchRound::rate, 0.75)),
                "peak_memory",
                one.peakMemory());
        if (one.hasPeer()) {
            json.put("peer_median", one.quantile(BenchRound::peer, 0.5));
            json.put(
                    "peer_quartiles",
                    List.of(one.quantile(BenchRound::peer, 0.25), one.quantile(BenchRound::peer, 0.75)));
            json.put("ratio", one.quantile(BenchRound::ratio, 0.5));
        }
        json.put("rounds", one.rounds().stream().map(BenchView::json).toList());
        return json;
    }

    private static Map<String, Object> json(BenchRound round) {
        Map<String, Object> json = Views.map(
                "rates",
                round.measured().rates(),
                "peak_memory",
                round.measured().peakMemory());
        if (!Double.isNaN(round.peer())) {
            json.put("peer", round.peer());
        }
        return json;
    }
}
