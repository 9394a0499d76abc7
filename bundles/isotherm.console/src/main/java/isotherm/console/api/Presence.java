/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.api;

import isotherm.console.http.Connections;
import java.util.function.BooleanSupplier;

/** Whether somebody who waits for an answer has gone. For one thread. */
final class Presence implements BooleanSupplier {
    private final Exchange exchange;
    private final Connections connections;
    private boolean speaks;

    Presence(Exchange exchange, Connections connections) {
        this.exchange = exchange;
        this.connections = connections;
    }

    @Override
    public boolean getAsBoolean() {
        if (speaks) {
            return false;
        }
        Connections.Seen seen = connections.look(exchange.request());
        if (seen == Connections.Seen.SPEAKING) {
            // whoever asks for more before they are answered is there, and has to ask again
            exchange.response().setHeader("Connection", "close");
            speaks = true;
        }
        return seen == Connections.Seen.GONE;
    }
}
