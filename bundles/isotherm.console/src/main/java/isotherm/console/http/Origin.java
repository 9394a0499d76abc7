/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Where a request comes from, as far as a browser tells. */
public final class Origin {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private Origin() {}

    public static boolean changes(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod());
    }

    /** Another site's page had the browser send it. What is no browser sends neither header. */
    public static boolean foreign(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return site != null && !OURS.contains(site)
                || origin != null && !origin.equalsIgnoreCase(request.getScheme() + "://" + request.getHeader("Host"));
    }

    /** It says where it comes from, in a header that no other site's page can forge; whether it is {@link #foreign} is another matter. */
    public static boolean told(HttpServletRequest request) {
        return request.getHeader("Sec-Fetch-Site") != null
                || request.getHeader("Origin") != null
                || request.getHeader("X-Requested-With") != null;
    }
}
