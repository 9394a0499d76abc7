/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * docs/configuration.md has every setting of the form that {@link ExperimentConfig} describes to consoles, with the form's
 * type, default and bounds; and {@link SettingKey} enforces those bounds.
 */
class ConfigurationPageTest {
    private static final String FORM = "/OSGI-INF/metatype/isotherm.engine.experiment.ExperimentConfig.xml";
    /** {@code | `key` | type | `default` | values | meaning |} */
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9.]+)` +\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|[^|]*[^|\\s][^|]*\\|");

    private static final Map<String, Element> FORM_BY_KEY = new LinkedHashMap<>();
    private static final Map<String, Row> PAGE = new LinkedHashMap<>();

    /** What the page, or the form, says of a setting. Numbers are compared as numbers. */
    private record Row(String type, Object fallback, Object values) {
        static Row of(Matcher row) {
            String type = row.group(2).strip();
            String fallback = plain(row.group(3));
            String values = plain(row.group(4));
            boolean number = type.equals("integer") || type.equals("number");
            return number
                    ? new Row(type, Double.valueOf(fallback), values.isEmpty() ? "" : bounds(values.split(" to ")))
                    : new Row(type, fallback, values);
        }

        static Row of(Element setting) {
            String fallback = setting.getAttribute("default");
            List<String> options = elements(setting.getElementsByTagName("Option")).stream()
                    .map(option -> option.getAttribute("value"))
                    .toList();
            if (!options.isEmpty()) {
                return new Row("choice", fallback, String.join(", ", options));
            }
            return switch (setting.getAttribute("type")) {
                case "Integer", "Double" -> new Row(
                        setting.getAttribute("type").equals("Integer") ? "integer" : "number",
                        Double.valueOf(fallback),
                        setting.hasAttribute("min")
                                ? bounds(setting.getAttribute("min"), setting.getAttribute("max"))
                                : "");
                case "Boolean" -> new Row("choice", fallback, "true, false");
                default -> setting.hasAttribute("cardinality")
                        ? new Row("list", fallback.replace(',', ';'), "")
                        : new Row("text", fallback, "");
            };
        }

        private static List<Double> bounds(String... ends) {
            return Arrays.stream(ends).map(Double::valueOf).toList();
        }

        private static String plain(String cell) {
            return cell.replace("`", "").replace("–", "").strip();
        }
    }

    @BeforeAll
    static void read() throws Exception {
        try (var in = ConfigurationPageTest.class.getResourceAsStream(FORM)) {
            var form = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            elements(form.getElementsByTagName("AD")).forEach(ad -> FORM_BY_KEY.put(ad.getAttribute("id"), ad));
            // no setting: where a console asks for it
            FORM_BY_KEY.remove("name");
        }
        chapter("Settings of an experiment")
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> {
                    if (PAGE.put(row.group(1), Row.of(row)) != null) {
                        fail("docs/configuration.md has " + row.group(1) + " twice");
                    }
                });
    }

    @Test
    void thePageHasExactlyTheSettingsOfTheForm() {
        var absent = new TreeSet<>(FORM_BY_KEY.keySet());
        absent.removeAll(PAGE.keySet());
        var foreign = new TreeSet<>(PAGE.keySet());
        foreign.removeAll(FORM_BY_KEY.keySet());
        assertEquals(new TreeSet<>(), absent, "settings that docs/configuration.md lacks");
        assertEquals(new TreeSet<>(), foreign, "settings of docs/configuration.md that there are not");
    }

    @Test
    void itsTypesDefaultsAndBoundsAreTheForms() {
        List<String> wrong = new ArrayList<>();
        PAGE.forEach((key, row) -> {
            Element setting = FORM_BY_KEY.get(key);
            if (setting != null && !row.equals(Row.of(setting))) {
                wrong.add(key + ": docs/configuration.md says " + row + ", the form " + Row.of(setting));
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void theBoundsOfTheFormAreEnforced() {
        List<String> wrong = new ArrayList<>();
        FORM_BY_KEY.forEach((key, setting) -> {
            if (Row.of(setting).values() instanceof List<?> bounds) {
                double low = (Double) bounds.get(0);
                double high = (Double) bounds.get(1);
                boolean whole = setting.getAttribute("type").equals("Integer");
                double below = whole ? low - 1 : low - Math.max(1e-12, Math.ulp(low));
                double above = whole ? high + 1 : high + Math.max(1e-12, Math.ulp(high));
                List<Boolean> accepted = Stream.of(below, low, high, above)
                        .map(value -> whole ? String.valueOf(value.longValue()) : value.toString())
                        .map(value -> SettingKey.of(key)
                                .orElseThrow()
                                .complaint(value)
                                .isEmpty())
                        .toList();
                if (!accepted.equals(List.of(false, true, true, false))) {
                    wrong.add(key + ", just below, at and just above its bounds " + bounds + ", is accepted: "
                            + accepted);
                }
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void thePageHasExactlyTheSwitches() throws IOException {
        List<String> page = chapter("Switches")
                .map(Pattern.compile("\\| `([a-z.]+)` \\|.*")::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();
        assertEquals(new TreeSet<>(Switches.NAMES), new TreeSet<>(page));
        assertTrue(FORM_BY_KEY.get("switches").getAttribute("description").contains(String.join(", ", Switches.NAMES)));
    }

    /** The lines below a heading of the second level, up to the next one. */
    private static Stream<String> chapter(String heading) throws IOException {
        Path page = Path.of(System.getProperty("isotherm.root"), "docs/configuration.md");
        return Arrays.stream(Files.readString(page).split("(?m)^## "))
                .filter(chapter -> chapter.startsWith(heading + "\n"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(page + " has no chapter '" + heading + "'"))
                .lines();
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }
}
