/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.access;

/**
 * Somebody who is signed in.
 *
 * @param id what the browser's cookie holds; the console itself keeps a fingerprint only
 * @param csrf what every request that changes something must carry in a header, where no other site can put it
 */
public record Session(String id, String csrf) {
    @Override
    public String toString() {
        return "session";
    }
}
