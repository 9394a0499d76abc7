/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
                read("application/json; charset=utf-8", "{\"name\":\"demo\",\"settings\":{\"epochs\":\"3\"}}", true));
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
        assertEquals(400, status("application/json", text, true));
    }

    @Test
    void deepNestingIsRefused() {
        assertEquals(400, status("application/json", "{\"settings\":" + "[".repeat(5000), true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreThanTheLimitIsRefusedWhetherItsLengthIsToldOrNot(boolean told) {
        String large = "{\"name\":\"" + "x".repeat(JsonBody.LIMIT_BYTES) + "\"}";
        assertEquals(413, status("application/json", large, told));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "null"})
    void whatAFormOfAnotherSiteCanSendIsRefused(String type) {
        assertEquals(415, status(type, "{}", true));
    }

    private static int status(String type, String text, boolean told) {
        return assertThrows(HttpProblem.class, () -> read(type, text, told)).status();
    }

    private static Wish read(String type, String text, boolean told) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                JsonBodyTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (p, method, args) -> switch (method.getName()) {
                    case "getContentType" -> type;
                    case "getContentLengthLong" -> told ? (long) bytes.length : -1L;
                    case "getInputStream" -> new Bytes(bytes);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return JsonBody.read(request, Wish.class);
    }

    private static final class Bytes extends ServletInputStream {
        private final InputStream in;

        Bytes(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
