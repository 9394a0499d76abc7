/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name a user most likely meant. */
public final class NearestName {
    private NearestName() {}

    /** The candidate with the smallest edit distance, if it is near enough to be a slip of the fingers. */
    public static Optional<String> of(String wanted, Collection<String> candidates) {
        String key = wanted.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .min(Comparator.comparingInt((String c) -> distance(key, c.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(c -> distance(key, c.toLowerCase(Locale.ROOT)) <= Math.max(2, key.length() / 3));
    }

    /** "did you mean 'x'?" or "there is: a, b, c" or "none is installed". */
    public static String hint(String wanted, Collection<String> candidates) {
        if (candidates.isEmpty()) {
            return "none is installed";
        }
        return of(wanted, candidates)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there is: "
                        + String.join(", ", candidates.stream().sorted().toList()));
    }

    /** Edit distance in which a swap of neighbours counts once (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
