/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isotherm.console.http.HttpProblem;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTextTest {
    @Test
    void aListIsInBracketsAndATextInQuotes() {
        assertEquals("epochs=\"20\"\n", line("epochs", " 20 "));
        assertEquals("list=[\"a\\=b\",\"c\"]\n", line("list", "a=b; c;"));
        assertEquals("list=[]\n", line("list", ""));
    }

    @Test
    void whatTheReaderTakesForItselfIsMasked() {
        assertEquals("text=\"say \\\"a\\=b\\\"\"\n", line("text", "say \"a=b\""));
        assertEquals("text=\"C:\\\\\\\\data\"\n", line("text", "C:\\data"));
    }

    @Test
    void aLineBreakAndAVariableAreRefused() {
        for (String value : new String[] {"a\nservice.pid=\"x\"", "a\rb", "${user.home}", "a\u0000"}) {
            assertEquals(
                    422,
                    assertThrows(HttpProblem.class, () -> line("text", value)).status());
        }
    }

    private static String line(String key, String value) {
        return ConfigText.of(Map.of(key, value), Set.of("list")).replace("# written by the console\n", "");
    }
}
