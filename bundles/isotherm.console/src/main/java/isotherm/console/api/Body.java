/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.console.http.JsonBody;
import isotherm.console.image.Upload;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Consumer;

/** What a request may send. */
enum Body {
    /** Nothing is read. */
    NONE(0, request -> {}),
    /** Of somebody who is not signed in: a password of any letters, each escaped, and a token fit. */
    SIGN_IN(4 << 10, JsonBody::check),
    JSON(64 << 10, JsonBody::check),
    IMAGE(Upload.LIMIT_BYTES, Upload::check);

    private final int limit;
    private final Consumer<HttpServletRequest> check;

    Body(int limit, Consumer<HttpServletRequest> check) {
        this.limit = limit;
        this.check = check;
    }

    /** Bytes that are kept. */
    int limit() {
        return limit;
    }

    /** A browser that sends a large image learns that it is too large only once it has sent it. */
    boolean patient() {
        return this == IMAGE;
    }

    /** @throws isotherm.console.http.HttpProblem where a request says that it sends something else */
    void check(HttpServletRequest request) {
        check.accept(request);
    }
}
