/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console;

import isotherm.api.console.ConsoleServer;
import isotherm.api.console.Listen;
import isotherm.api.console.OpenConsole;
import isotherm.api.run.RunInfo;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.access.Access;
import isotherm.console.http.Listening;
import isotherm.console.run.LiveRuns;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens and closes the console; what is served are the servlets of this bundle. */
@Component(service = ConsoleServer.class)
public final class Console implements ConsoleServer {
    private final HttpPort port;
    private final Access access;
    private final Listening listening;
    private final LiveRuns live;
    private final AtomicBoolean open = new AtomicBoolean();

    @Activate
    public Console(
            @Reference HttpPort port,
            @Reference Access access,
            @Reference Listening listening,
            @Reference LiveRuns live) {
        this.port = port;
        this.access = access;
        this.listening = listening;
        this.live = live;
    }

    @Override
    public OpenConsole open(Listen where, boolean forgetPassword) {
        if (!open.compareAndSet(false, true)) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID, "serve", "the console is open already", "use the address it was given");
        }
        try {
            Optional<String> token = access.begin(forgetPassword);
            listening.on(where.host());
            live.open();
            return new Opened(port.open(where), token);
        } catch (RuntimeException e) {
            open.set(false);
            throw e;
        }
    }

    private final class Opened implements OpenConsole {
        private final URI address;
        private final Optional<String> token;
        private final AtomicBoolean closed = new AtomicBoolean();

        Opened(URI address, Optional<String> token) {
            this.address = address;
            this.token = token;
        }

        @Override
        public URI address() {
            return address;
        }

        @Override
        public Optional<String> token() {
            return token;
        }

        @Override
        public List<RunInfo> endRuns(String reason) throws InterruptedException {
            return live.endAll(reason);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                access.end();
                port.close();
                open.set(false);
            }
        }
    }
}
