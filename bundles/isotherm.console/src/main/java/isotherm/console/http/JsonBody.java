/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import isotherm.api.wiring.ReasonCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;

/** Reads a request's JSON into a record: bounded, and of no more than the record has. */
public final class JsonBody {
    private static final ObjectMapper JSON = strict();

    private JsonBody() {}

    private static ObjectMapper strict() {
        var mapper = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }

    /** @throws HttpProblem where a request says that its body is something else */
    public static void check(HttpServletRequest request) {
        String kind = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (!kind.equals("application/json") && !kind.startsWith("application/json;")) {
            throw new HttpProblem(
                    415, ReasonCode.INPUT_INVALID, "the request's body is not JSON", "send application/json");
        }
    }

    public static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        try {
            T value = JSON.readValue(bytes, type);
            if (value == null) {
                throw malformed("it is null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(e.getOriginalMessage());
        }
    }

    private static HttpProblem malformed(String why) {
        String line = why.replaceAll("\\(class [^)]*\\)", "").replaceAll("\\s+", " ");
        return new HttpProblem(
                400, ReasonCode.INPUT_INVALID, "the request's JSON cannot be read: " + line, "see api/v1/openapi.json");
    }
}
