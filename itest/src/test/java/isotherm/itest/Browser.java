/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A tab of headless Chromium, moved as a user moves it: by mouse, keyboard and files, over the DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 60;
    private static final int PATIENCE = 30;
    private final Process process;
    private final WebSocket socket;
    private final Answers answers;
    private final AtomicInteger calls = new AtomicInteger();

    private Browser(Process process, WebSocket socket, Answers answers) {
        this.process = process;
        this.socket = socket;
        this.answers = answers;
    }

    /**
     * Without a browser the test is skipped, or fails where the environment says ISOTHERM_BROWSER=required.
     *
     * @param scratch an empty place for its files
     */
    static Browser start(Path scratch) throws Exception {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        boolean required = "required".equals(System.getenv("ISOTHERM_BROWSER"));
        assertTrue(program.isPresent() || !required, "there is no Chromium on the path: install chromium");
        assumeTrue(program.isPresent(), "there is no Chromium on the path, so nobody looks at the console");
        Path profile = scratch.resolve("profile");
        Process process = new ProcessBuilder(
                        program.get().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--force-device-scale-factor=1",
                        "--hide-scrollbars",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("chromium.txt").toFile())
                .start();
        try {
            var http = HttpClient.newHttpClient();
            var answers = new Answers();
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(tab(http, profile.resolve("DevToolsActivePort")), answers)
                    .get(SECONDS, TimeUnit.SECONDS);
            var browser = new Browser(process, socket, answers);
            for (String domain : List.of("Page", "Runtime", "Log", "DOM", "Network")) {
                browser.call(domain + ".enable", Map.of());
            }
            return browser;
        } catch (Exception | AssertionError e) {
            end(process);
            throw e;
        }
    }

    /** Chromium writes down where it listens; its list of tabs says how the one that is there is spoken with. */
    private static URI tab(HttpClient http, Path port) throws IOException, InterruptedException {
        for (int i = 0; i < SECONDS * 20; i++) {
            if (Files.exists(port) && Files.readAllLines(port).size() > 1) {
                URI list = URI.create(
                        "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
                var tabs = JSON.readTree(http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                        .body());
                for (JsonNode tab : tabs) {
                    if (tab.path("type").asText().equals("page")) {
                        return URI.create(tab.get("webSocketDebuggerUrl").asText());
                    }
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("Chromium does not open a tab");
    }

    JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        int id = calls.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        answers.waiting.put(id, answer);
        String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        socket.sendText(text, true).get(SECONDS, TimeUnit.SECONDS);
        JsonNode found = answer.get(SECONDS, TimeUnit.SECONDS);
        if (found.has("error")) {
            throw new AssertionError(method + ": " + found.get("error"));
        }
        return found.get("result");
    }

    void open(URI address) throws Exception {
        call("Page.navigate", Map.of("url", address.toString()));
    }

    /** The value of an expression in the page. */
    JsonNode ask(String expression) throws Exception {
        JsonNode found =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (found.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + found.get("exceptionDetails"));
        }
        return found.path("result").path("value");
    }

    String text(String selector) throws Exception {
        return ask("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''")
                .asText();
    }

    void await(String condition) throws Exception {
        for (int i = 0; i < PATIENCE * 20; i++) {
            if (ask("!!(" + condition + ")").asBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("never came true: " + condition + "; the page says: " + text("body") + complaints());
    }

    /** Waits until it can be seen. */
    void awaitShown(String selector) throws Exception {
        await("document.querySelector(" + quoted(selector) + ")?.checkVisibility()");
    }

    /** At its middle, which must be free. */
    void click(String selector) throws Exception {
        awaitShown(selector);
        Map<String, Object> place = middle(selector);
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", with(place, "type", type, "button", "left", "clickCount", 1));
        }
    }

    private Map<String, Object> middle(String selector) throws Exception {
        JsonNode place = ask("(() => { const x = document.querySelector(" + quoted(selector) + ");"
                + "x.scrollIntoView({block: 'center', behavior: 'instant'}); const r = x.getBoundingClientRect();"
                + "const at = {x: r.left + r.width / 2, y: r.top + r.height / 2};"
                + "const hit = document.elementFromPoint(at.x, at.y);"
                + "return {...at, free: x.contains(hit), hit: hit ? hit.outerHTML.slice(0, 80) : ''}; })()");
        assertTrue(place.get("free").asBoolean(), selector + " is covered by " + place.get("hit"));
        return Map.of("x", place.get("x").asDouble(), "y", place.get("y").asDouble());
    }

    /** Replaces what is in a field. */
    void type(String selector, String text) throws Exception {
        awaitShown(selector);
        ask("(() => { const x = document.querySelector(" + quoted(selector) + "); x.focus(); x.select(); })()");
        if (text.isEmpty()) {
            key("Delete", 46);
        } else {
            call("Input.insertText", Map.of("text", text));
        }
    }

    void focus(String selector) throws Exception {
        ask("document.querySelector(" + quoted(selector) + ").focus()");
    }

    void key(String key, int code) throws Exception {
        Map<String, Object> parameters = Map.of("key", key, "code", key, "windowsVirtualKeyCode", code);
        String text = key.equals("Enter") ? "\r" : "";
        call(
                "Input.dispatchKeyEvent",
                with(parameters, "type", text.isEmpty() ? "rawKeyDown" : "keyDown", "text", text));
        call("Input.dispatchKeyEvent", with(parameters, "type", "keyUp"));
    }

    /** As a file is dragged from a folder's window. */
    void drop(String selector, Path file) throws Exception {
        Map<String, Object> place = middle(selector);
        var data = Map.of("items", List.of(), "files", List.of(file.toString()), "dragOperationsMask", 1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            call("Input.dispatchDragEvent", with(place, "type", type, "data", data));
        }
    }

    void size(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) throws Exception {
        var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** A picture of the whole page, for which the window is made as high as that. */
    void picture(Path file) throws Exception {
        JsonNode size = ask("({width: innerWidth, height: innerHeight, whole: document.documentElement.scrollHeight})");
        int width = size.get("width").asInt();
        size(width, Math.max(size.get("height").asInt(), size.get("whole").asInt()));
        JsonNode shot = call("Page.captureScreenshot", Map.of("format", "png"));
        size(width, size.get("height").asInt());
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
    }

    /** Exceptions, and whatever the browser itself logs as an error, such as a breach of the page's policy. */
    List<String> complaints() {
        return List.copyOf(answers.complaints);
    }

    static String quoted(String text) throws IOException {
        return JSON.writeValueAsString(text);
    }

    private static Map<String, Object> with(Map<String, Object> map, Object... more) {
        var all = new java.util.HashMap<>(map);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        end(process);
    }

    private static void end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** What the browser says: answers to calls, and events. */
    private static final class Answers implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                try {
                    heard(JSON.readTree(whole));
                } catch (IOException e) {
                    complaints.add("not JSON: " + whole);
                }
            }
            socket.request(1);
            return null;
        }

        private void heard(JsonNode message) {
            if (message.has("id")) {
                waiting.remove(message.get("id").asInt()).complete(message);
                return;
            }
            JsonNode what = message.path("params");
            switch (message.path("method").asText()) {
                case "Runtime.exceptionThrown" -> complaints.add(what.toString());
                case "Log.entryAdded" -> {
                    if (what.at("/entry/level").asText().equals("error")) {
                        complaints.add(what.at("/entry/text").asText() + " "
                                + what.at("/entry/url").asText());
                    }
                }
                default -> {
                    // of no interest
                }
            }
        }
    }
}
