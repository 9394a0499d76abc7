/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks at a page in headless Chromium, in a frame of each wanted width, since a window is not made as narrow as a telephone.
 * A script around the frames opens what is folded and measures.
 */
final class Chromium {
    private static final int SECONDS = 1200;
    private static final String LOOKING =
            """
            <!doctype html><title>waiting</title><pre id="found"></pre><script>
            const look = frame => {
              const page = frame.contentDocument, root = page.documentElement, images = [...page.images];
              page.querySelectorAll('details').forEach(folded => folded.open = true);
              const within = x => x.closest('.scroll, pre') || x.getBoundingClientRect().right <= root.clientWidth + 1;
              return {
                frame: frame.clientWidth, width: root.scrollWidth, height: page.body.scrollHeight, images: images.length,
                broken: images.filter(image => !image.complete || !image.naturalWidth).length,
                wide: [...page.querySelectorAll('main *')].filter(x => !within(x)).map(x => x.outerHTML.slice(0, 80))};
            };
            onload = () => {
              const found = [...document.querySelectorAll('iframe')].map(look);
              if (document.title === 'waiting') document.title = 'looked';
              document.getElementById('found').textContent = JSON.stringify(found);
            };
            </script>
            """;
    /** So high that no scroll bar takes from the width. */
    private static final String FRAME = "<iframe src='%s' style='border:0;width:%dpx;height:20000px'></iframe>";

    /**
     * @param title {@code looked}, unless something in the page changed it
     * @param complaints what the console says
     * @param pages for each width what was measured
     */
    record Look(String title, String complaints, JsonNode pages) {}

    private Chromium() {}

    /**
     * Without a browser the test is skipped, or fails where the environment says ISOTHERM_BROWSER=required.
     *
     * @param scratch an empty place for files
     */
    static Look look(Path page, Path scratch, int... widths) throws IOException, InterruptedException {
        Optional<Path> browser = find();
        boolean required = "required".equals(System.getenv("ISOTHERM_BROWSER"));
        assertTrue(browser.isPresent() || !required, "there is no Chromium on the path: install chromium");
        assumeTrue(browser.isPresent(), "there is no Chromium on the path, so nobody looks at the report");
        String frames = IntStream.of(widths)
                .mapToObj(width -> FRAME.formatted(page.toUri(), width))
                .collect(Collectors.joining());
        Path looking = Files.writeString(scratch.resolve("looking.html"), LOOKING + frames);
        Path dom = scratch.resolve("dom.txt");
        Path log = scratch.resolve("log.txt");
        Process process = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--allow-file-access-from-files",
                        "--user-data-dir=" + scratch.resolve("profile"),
                        "--enable-logging=stderr",
                        "--dump-dom",
                        looking.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String shown = Files.readString(dom);
        String said = Files.readString(log);
        var found = Pattern.compile("<title>(.*?)</title>.*?<pre id=\"found\">(.+?)</pre>", Pattern.DOTALL)
                .matcher(shown);
        assertTrue(found.find(), () -> "Chromium did not look at the page: " + shown + said);
        String json = found.group(2).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        return new Look(
                found.group(1),
                said.lines().filter(line -> line.contains("CONSOLE")).collect(Collectors.joining("\n")),
                new ObjectMapper().readTree(json));
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
