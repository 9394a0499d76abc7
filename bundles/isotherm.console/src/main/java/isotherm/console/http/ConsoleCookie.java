/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/**
 * The console's cookies, which no script can read and no other site can send. Cookies know no ports, so their names do: two
 * consoles on a machine get along.
 */
public enum ConsoleCookie {
    /** Says who is signed in, until the browser is closed. */
    SESSION("isotherm-session-", "/", -1),
    /** Says that the password was right in this browser; goes nowhere but to where one signs in. */
    DEVICE("isotherm-device-", "/api/v1/session", 365 * 24 * 60 * 60);

    private final String prefix;
    private final String path;
    private final int seconds;

    ConsoleCookie(String prefix, String path, int seconds) {
        this.prefix = prefix;
        this.path = path;
        this.seconds = seconds;
    }

    public Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name(request))) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    public void set(HttpServletRequest request, HttpServletResponse response, String value) {
        add(request, response, value, seconds);
    }

    public void clear(HttpServletRequest request, HttpServletResponse response) {
        add(request, response, "", 0);
    }

    private void add(HttpServletRequest request, HttpServletResponse response, String value, int age) {
        var cookie = new Cookie(name(request), value);
        cookie.setPath(path);
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setMaxAge(age);
        cookie.setAttribute("SameSite", "Strict");
        response.addCookie(cookie);
    }

    private String name(HttpServletRequest request) {
        return prefix + request.getLocalPort();
    }
}
