/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.http;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps connections from being used up by those who only hold them: there is a number of them, and whoever comes when it is
 * reached takes the place of the one that has been there longest without anybody being signed in, from the address that has
 * most. Nothing is trusted for that but who is signed in, so it holds for a single machine and behind a proxy, too.
 *
 * <p>The HTTP service knows no such limit. It asks a {@link ConnectorFactory} for one more connector once it has started its
 * own; this one uses the occasion to watch that, and gives it a connector that nobody can reach.
 */
@Component(service = {Connections.class, ConnectorFactory.class})
public final class Connections implements ConnectorFactory, Connection.Listener {
    static final int MOST = 512;
    /** For the few requests whose body a thread waits for, the Web Console's forms. */
    private static final long BYTES_A_SECOND = 50;

    /** By address and port, which no two that are open share; the oldest first. */
    private final Map<String, Held> held = new LinkedHashMap<>();

    private volatile boolean watching;

    private static final class Held {
        private final Connection connection;
        private final String address;
        private boolean signedIn;

        Held(Connection connection, String address) {
            this.connection = connection;
            this.address = address;
        }
    }

    @Override
    public Connector createConnector(Server server) {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector known) {
                known.addEventListener(this);
                for (var factory : known.getConnectionFactories()) {
                    if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                        http.getHttpConfiguration().setMinRequestDataRate(BYTES_A_SECOND);
                    }
                }
                watching = true;
            }
        }
        return new Unreachable(server);
    }

    /** Listens nowhere. The HTTP service takes a connector of this kind alone. */
    private static final class Unreachable extends ServerConnector {
        Unreachable(Server server) {
            super(server, 0, 1);
        }

        @Override
        protected void doStart() {
            // there is nothing to open
        }

        @Override
        protected void doStop() {
            // nor to close
        }
    }

    /** Whether the server's connections are watched. */
    public boolean watching() {
        return watching;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress from) {
            String address = from.getAddress().getHostAddress();
            place(key(address, from.getPort()), new Held(connection, address)).ifPresent(Connection::close);
        }
    }

    /** What has to go for it. */
    private synchronized Optional<Connection> place(String key, Held one) {
        if (held.putIfAbsent(key, one) != null || held.size() <= MOST) {
            return Optional.empty();
        }
        Map<String, Integer> crowds = new HashMap<>();
        held.values().stream()
                .filter(other -> !other.signedIn)
                .forEach(other -> crowds.merge(other.address, 1, Integer::sum));
        String crowd = crowds.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .orElseThrow()
                .getKey();
        String leaving = held.entrySet().stream()
                .filter(other ->
                        !other.getValue().signedIn && other.getValue().address.equals(crowd))
                .findFirst()
                .orElseThrow()
                .getKey();
        return Optional.of(held.remove(leaving).connection);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        if (connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress from) {
            held.remove(key(from.getAddress().getHostAddress(), from.getPort()));
        }
    }

    /** Somebody who is signed in has sent this: the connection stays, however many others come. */
    public synchronized void signedIn(ServletRequest request) {
        Held one = held.get(key(request.getRemoteAddr(), request.getRemotePort()));
        if (one != null) {
            one.signedIn = true;
        }
    }

    /** What is seen of whoever waits for an answer. */
    public enum Seen {
        WAITING,
        GONE,
        /** Has sent something more, of which a part is lost: the connection has to be closed after the answer. */
        SPEAKING
    }

    /**
     * Looks whether whoever sent this has closed the connection. To be called once the request's body is read and before anything
     * of the answer is written, by one thread at a time, and no more once they speak.
     */
    public Seen look(ServletRequest request) {
        Held one;
        synchronized (this) {
            one = held.get(key(request.getRemoteAddr(), request.getRemotePort()));
        }
        if (one == null) {
            return Seen.GONE;
        }
        try {
            // an end can only be seen by reading up to it
            int read = one.connection.getEndPoint().fill(BufferUtil.allocate(1));
            return read < 0 ? Seen.GONE : read > 0 ? Seen.SPEAKING : Seen.WAITING;
        } catch (IOException e) {
            return Seen.GONE;
        }
    }

    private static String key(String address, int port) {
        return address.replaceAll("%.*|[\\[\\]]", "") + " " + port;
    }
}
