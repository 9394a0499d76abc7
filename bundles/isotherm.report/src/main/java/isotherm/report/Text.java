/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import java.math.BigDecimal;
import java.util.Locale;

/** Text for the page. Names come from files and are not trusted. */
final class Text {
    private Text() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static String percent(double fraction) {
        return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%.2f", 100 * fraction) : "–";
    }

    /** All digits there are, and no more. */
    static String exact(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** Three significant digits; whole numbers from a thousand up. */
    static String number(double value) {
        boolean large = Math.abs(value) >= 999.5 && Math.abs(value) < 1e7;
        return String.format(Locale.ROOT, large ? "%,.0f" : "%.3g", value);
    }
}
