/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ends a request with an HTTP status and a problem for whoever asked. */
public final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final String detail;
    private final String cure;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param status 400 to 599
     * @param code a word for machines, such as a reason code's name
     * @param detail what is wrong
     * @param cure what to do
     */
    public HttpProblem(int status, String code, String detail, String cure) {
        super(detail);
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.cure = cure;
    }

    public HttpProblem(int status, ReasonCode code, String detail, String cure) {
        this(status, code.name(), detail, cure);
    }

    public HttpProblem(int status, Problem problem) {
        this(status, problem.code(), problem.cause(), problem.cure());
    }

    public HttpProblem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    /** What is wrong and what to do, in a line. */
    public String line() {
        return cure.isEmpty() ? detail : detail + " – " + cure;
    }

    String code() {
        return code;
    }

    String detail() {
        return detail;
    }

    String cure() {
        return cure;
    }

    Map<String, String> headers() {
        return headers;
    }
}
