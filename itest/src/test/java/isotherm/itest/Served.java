/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The console as a user starts it, {@code isotherm serve} in a process of its own, and somebody who asks it. */
final class Served implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** For as many requests at once as a test likes. */
    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Isotherm program;
    final URI address;
    final String token;
    private String cookie = "";
    private String csrf = "";
    private String device = "";

    private Served(Isotherm program, URI address, String token) {
        this.program = program;
        this.address = address;
        this.token = token;
    }

    /** On a free port, with its state in the folder; nobody is signed in. */
    static Served in(Path folder, String... options) throws IOException, InterruptedException {
        return in(folder, Map.of(), options);
    }

    /** In an environment with some variables more. */
    static Served in(Path folder, Map<String, String> variables, String... options)
            throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("serve", "--json", "--port", "0"));
        line.addAll(List.of(options));
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("ISOTHERM_STATE", folder.resolve("state").toString());
        Isotherm program = Isotherm.start(folder, environment, line.toArray(String[]::new));
        try {
            program.says("\n}");
            JsonNode said = JSON.readTree(program.output());
            return new Served(
                    program,
                    URI.create(said.get("url").asText()),
                    said.get("token").asText(""));
        } catch (AssertionError | RuntimeException e) {
            program.process().destroyForcibly();
            throw e;
        }
    }

    /** Somebody else who asks the same console, and is not signed in. */
    Served stranger() {
        return new Served(program, address, "");
    }

    /** Sets the password with the one-time token. */
    Served enter() throws IOException, InterruptedException {
        return signedIn(post("password", Map.of("token", token, "password", PASSWORD)));
    }

    Served signedIn(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        device = answer.headers().allValues("Set-Cookie").stream()
                .filter(one -> one.startsWith("isotherm-device-"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(";.*", "");
        csrf = JSON.readTree(answer.body()).get("csrf").asText();
        return this;
    }

    /** Below {@code api/v1/}, as whoever is signed in. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve("api/v1/" + path)).timeout(LIMIT);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie).header("X-CSRF-Token", csrf);
        }
        return request;
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            // a server that refuses a request before it has read it closes the connection, which the client takes once
            // more
            if (!String.valueOf(e.getMessage()).contains("received no bytes")) {
                throw e;
            }
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> post(String path, Object body) throws IOException, InterruptedException {
        return send(posting(path, JSON.writeValueAsString(body)));
    }

    HttpRequest.Builder posting(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    /** What a browser keeps for the next time that it signs in. */
    String device() {
        return device;
    }

    String cookie() {
        return cookie;
    }

    /** A request word for word, which no client tidies; the whole answer. */
    String raw(String text) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    /** Files below the folder, for a look at what is stored. */
    static List<Path> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void close() throws InterruptedException {
        program.process().destroy();
        if (!program.process().waitFor(600, java.util.concurrent.TimeUnit.SECONDS)) {
            program.process().destroyForcibly();
        }
    }
}
