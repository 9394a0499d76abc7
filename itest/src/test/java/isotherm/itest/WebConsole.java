/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Felix's Web Console as its own pages ask it, by whoever is signed in to the console. */
final class WebConsole {
    /** In place of a PID, for a configuration that is new. */
    static final String NEW = "__Temporary PID replaced by real PID upon save__";

    private final Served console;

    WebConsole(Served console) {
        this.console = console;
    }

    /** Without what shows that one of its pages asks. */
    HttpRequest.Builder bare(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.address.resolve("/system/console/" + path));
        return console.cookie().isEmpty() ? request : request.header("Cookie", console.cookie());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return Served.send(bare(path));
    }

    /** A form with the names that are there now. */
    JsonNode form(String pid) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(Served.send(byPage(bare("configMgr/" + encoded(pid) + "?post=true&create=1")))
                        .body());
    }

    /** A list's values are parted by semicolons. */
    HttpResponse<String> store(String pid, String factoryPid, Map<String, String> values)
            throws IOException, InterruptedException {
        List<String> body = new ArrayList<>(List.of("apply=true", "propertylist=" + String.join(",", values.keySet())));
        if (!factoryPid.isEmpty()) {
            body.add("factoryPid=" + factoryPid);
        }
        values.forEach((key, value) -> List.of(value.split(";")).forEach(one -> body.add(key + "=" + encoded(one))));
        return Served.send(byPage(posting(pid, String.join("&", body))));
    }

    HttpResponse<String> delete(String pid) throws IOException, InterruptedException {
        return Served.send(byPage(posting(pid, "apply=1&delete=1")));
    }

    HttpRequest.Builder posting(String pid, String body) {
        return bare("configMgr/" + encoded(pid))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    /** As jQuery says, which its pages use, and no other site's page can. */
    static HttpRequest.Builder byPage(HttpRequest.Builder request) {
        return request.header("X-Requested-With", "XMLHttpRequest");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
