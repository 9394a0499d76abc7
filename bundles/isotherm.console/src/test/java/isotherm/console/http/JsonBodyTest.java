/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    record Wish(String name, Map<String, String> settings) {}

    @Test
    void aRecordIsRead() throws IOException {
        assertEquals(
                new Wish("demo", Map.of("epochs", "3")),
                read("application/json; charset=utf-8", "{\"name\":\"demo\",\"settings\":{\"epochs\":\"3\"}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "[]",
                "{\"name\":\"demo\"} x",
                "{\"name\":\"demo\",\"unknown\":1}",
                "{\"name\":{}}",
                "{\"name\":7}",
                "{\"settings\":{\"epochs\":[1]}}"
            })
    void whatIsNoSuchRecordIsRefused(String text) {
        assertEquals(400, status("application/json", text));
    }

    @Test
    void deepNestingIsRefused() {
        assertEquals(400, status("application/json", "{\"settings\":" + "[".repeat(5000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "null"})
    void whatAFormOfAnotherSiteCanSendIsRefused(String type) {
        assertEquals(415, status(type, "{}"));
    }

    private static int status(String type, String text) {
        return assertThrows(HttpProblem.class, () -> read(type, text)).status();
    }

    private static Wish read(String type, String text) throws IOException {
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                JsonBodyTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (p, method, args) -> switch (method.getName()) {
                    case "getContentType" -> type;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        JsonBody.check(request);
        return JsonBody.read(text.getBytes(StandardCharsets.UTF_8), Wish.class);
    }
}
