/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the pages for users hang together, and name what there is. */
class DocumentationTest {
    private static final Path ROOT = Path.of(System.getProperty("isotherm.root"));
    private static final Path INDEX = ROOT.resolve("docs/README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\bISOTHERM_[A-Z_]*[A-Z]\\b");
    private static final Pattern DOCUMENTED_VARIABLE = Pattern.compile("(?m)^\\| `(ISOTHERM_[A-Z_]+)` \\|");

    @Test
    void everyLinkWithinTheProjectLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int followed = 0;
        for (Path page : pages()) {
            for (String link : links(page)) {
                followed++;
                if (!leadsSomewhere(page, link)) {
                    broken.add(ROOT.relativize(page) + " links to " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(followed > 20, "links that were followed: " + followed);
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        Set<Path> named = links(INDEX).stream()
                .map(link -> INDEX.resolveSibling(link.replaceFirst("#.*", "")).normalize())
                .collect(Collectors.toSet());
        List<Path> absent = pages().stream()
                .filter(page -> page.startsWith(INDEX.getParent()) && !page.equals(INDEX) && !named.contains(page))
                .map(ROOT::relativize)
                .toList();
        assertEquals(List.of(), absent);
    }

    @Test
    void everyVariableThatTheProgramReadsIsExplained() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path source : files(ROOT.resolve("runtime"), "isotherm", "fetch-cuda", ".java")) {
            if (!source.toString().contains("/target/") && !source.toString().contains("/test/")) {
                found(VARIABLE, Files.readString(source)).forEach(match -> read.add(match.group()));
            }
        }
        Set<String> explained = found(DOCUMENTED_VARIABLE, Files.readString(ROOT.resolve("docs/configuration.md")))
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(read, explained);
    }

    @Test
    void everyReasonCodeIsExplainedAndNoOther() throws IOException {
        Set<String> codes =
                Stream.of(ReasonCode.values()).map(ReasonCode::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> explained = found(
                        Pattern.compile("(?m)^\\| ([A-Z]+_[A-Z_]+) \\|"),
                        Files.readString(ROOT.resolve("docs/troubleshooting.md")))
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(codes, explained);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        pages.add(ROOT.resolve("README.md"));
        return pages;
    }

    private static List<Path> files(Path folder, String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(endings)
                            .anyMatch(ending -> file.getFileName().toString().endsWith(ending)))
                    .sorted()
                    .toList();
        }
    }

    /** Those that are not addresses elsewhere. */
    private static List<String> links(Path page) throws IOException {
        return found(LINK, withoutCode(Files.readString(page)))
                .map(match -> URLDecoder.decode(match.group(1), StandardCharsets.UTF_8))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    /** As code hosts make them of headings: lower case, dashes for blanks, no punctuation. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readString(page)
                .lines()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> line.replaceFirst("#+ +", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    private static String withoutCode(String text) {
        return text.replaceAll("(?s)```.*?```", "")
                .replaceAll("(?m)^ {4}.*$", "")
                .replaceAll("`[^`\n]*`", "");
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
