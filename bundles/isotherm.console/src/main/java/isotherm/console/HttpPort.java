/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console;

import isotherm.api.console.Listen;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.console.http.Connections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The HTTP service's port: closed by a framework property until a configuration opens it. */
@Component(service = HttpPort.class)
public final class HttpPort {
    private static final String PID = "org.apache.felix.http";
    private static final String RUNTIME = "org.osgi.service.servlet.runtime.HttpServiceRuntime";
    private static final String ENDPOINT = "osgi.http.endpoint";
    private static final long WAIT_MILLIS = 20_000;
    private static final int BACKLOG = 1;
    /** Whoever neither sends nor takes anything for so long is cut off. */
    private static final int IDLE_MILLIS = 30_000;

    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private final Connections connections;

    @Activate
    public HttpPort(
            BundleContext context, @Reference ConfigurationAdmin configurations, @Reference Connections connections) {
        this.connections = connections;
        this.context = context;
        this.configurations = configurations;
    }

    URI open(Listen where) {
        String host = where.host();
        int number = usable(host, where.port());
        where.keyStore().ifPresent(file -> KeyStoreFile.check(file, where.keyStorePassword()));
        try {
            Configuration configuration = configurations.getConfiguration(PID, "?");
            configuration.update(settings(where, number));
            await(number);
        } catch (IOException e) {
            throw new ProblemException(ReasonCode.RESOURCE_EXHAUSTED, PID, "the port cannot be configured: " + e, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw closed(host, number);
        }
        return address(where.keyStore().isPresent() ? "https" : "http", host, number);
    }

    void close() {
        try {
            configurations.getConfiguration(PID, "?").delete();
        } catch (IOException | IllegalStateException e) {
            // the framework goes down, and the port with it
        }
    }

    private static Dictionary<String, Object> settings(Listen where, int port) {
        Dictionary<String, Object> settings = new Hashtable<>();
        boolean secure = where.keyStore().isPresent();
        settings.put("org.apache.felix.http.enable", !secure);
        settings.put("org.apache.felix.https.enable", secure);
        settings.put("org.apache.felix.http.host", where.host());
        settings.put(secure ? "org.osgi.service.http.port.secure" : "org.osgi.service.http.port", port);
        where.keyStore().ifPresent(file -> {
            settings.put(
                    "org.apache.felix.https.keystore", file.toAbsolutePath().toString());
            settings.put("org.apache.felix.https.keystore.password", where.keyStorePassword());
            settings.put("org.apache.felix.https.keystore.key.password", where.keyStorePassword());
        });
        settings.put("org.apache.felix.http.jetty.sendServerHeader", false);
        settings.put("org.apache.felix.http.timeout", IDLE_MILLIS);
        return settings;
    }

    /** The port itself, or a free one for 0: tried here, because the HTTP service only logs that it cannot listen. */
    private static int usable(String host, int port) {
        if (port < 0 || port > 65535) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID, "port", "port " + port + " is not one of 0 to 65535", "choose another");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
            return socket.getLocalPort();
        } catch (UnknownHostException e) {
            throw new ProblemException(
                    ReasonCode.INPUT_INVALID,
                    host,
                    "there is no host '" + host + "'",
                    "name an address of this machine with --host");
        } catch (IOException e) {
            throw closed(host, port);
        }
    }

    private static ProblemException closed(String host, int port) {
        return new ProblemException(
                ReasonCode.INPUT_INVALID,
                host,
                "port " + port + " of " + host + " cannot be listened on",
                "another program may have it: choose another with --port");
    }

    private void await(int port) throws InterruptedException {
        for (long waited = 0; waited < WAIT_MILLIS; waited += 20) {
            if (listens(port) && connections.watching()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new ProblemException(
                ReasonCode.PROVIDER_FAILED,
                PID,
                "the HTTP service did not come up",
                "run again with --verbose, which tells why");
    }

    private boolean listens(int port) {
        try {
            ServiceReference<?>[] services = context.getAllServiceReferences(RUNTIME, null);
            return services != null
                    && Arrays.stream(services)
                            .map(service -> service.getProperty(ENDPOINT))
                            .anyMatch(ends -> ends instanceof String[] all
                                    && Arrays.stream(all).anyMatch(end -> end.contains(":" + port + "/")));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens on every address, a browser on this machine takes the nearest. */
    private static URI address(String scheme, String host, int port) {
        String name = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return URI.create(scheme + "://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port + "/");
    }
}
