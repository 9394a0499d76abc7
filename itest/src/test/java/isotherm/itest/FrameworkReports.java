/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What the framework's tester reported, as tests of the build. */
final class FrameworkReports {
    private FrameworkReports() {}

    /** One test a reported one; fails where nothing was reported. */
    static List<DynamicTest> tests(Path folder) throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path report : reports(folder)) {
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
            for (Element test : elements(document.getElementsByTagName("testcase"))) {
                tests.add(DynamicTest.dynamicTest(name(test), () -> repeat(test)));
            }
        }
        assertFalse(tests.isEmpty(), "no test ran in the framework");
        return tests;
    }

    private static List<Path> reports(Path folder) throws IOException {
        assertTrue(Files.isDirectory(folder), "the framework's tester left no report in " + folder);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Element test) {
        return test.getAttribute("classname").replaceAll(".*\\.", "") + "." + test.getAttribute("name");
    }

    private static void repeat(Element test) {
        for (Element outcome : elements(test.getChildNodes())) {
            switch (outcome.getTagName()) {
                case "failure", "error" -> fail(
                        outcome.getTextContent().lines().limit(12).collect(Collectors.joining("\n")));
                case "skipped" -> Assumptions.abort(outcome.getAttribute("message"));
                default -> {}
            }
        }
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList();
    }
}
