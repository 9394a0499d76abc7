/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where an array's numbers lie, one class knows; who else goes to an array's buffer made that array itself. */
class AddressesTest {
    private static final Pattern BUFFER = Pattern.compile(
            "\\.data\\(\\)\\s*\\.(address|pointer|addressPointer|asNio\\w*|asBytes|asFloat|asDouble)\\(");
    /** A copy, whose buffer holds it alone and in C order. */
    private static final Pattern OWN = Pattern.compile("(\\.dup\\('c'\\)|\\bdense|\\bblock)\\s*\\.data\\(\\)");

    private static final Set<String> MAKERS = Set.of("Floats.java", "NearestSearch.java");

    @Test
    void nobodyElseAsksForTheAddressOfNumbers() throws IOException {
        var found = new TreeSet<String>();
        int read = 0;
        for (Path file : sources()) {
            String text = Files.readString(file);
            read++;
            String left = OWN.matcher(text).replaceAll("own.buffer()");
            if (BUFFER.matcher(left).find()
                    && !MAKERS.contains(file.getFileName().toString())) {
                found.add(file.getFileName().toString());
            }
        }
        assertTrue(read > 300, read + " sources");
        assertEquals(Set.of(), found, "use isotherm.nn.Floats, or a copy made with dup('c')");
    }

    private static List<Path> sources() throws IOException {
        Path root = Path.of("..", "..");
        try (Stream<Path> bundles = Files.walk(root.resolve("bundles"));
                Stream<Path> tests = Files.walk(root.resolve("itest"))) {
            return Stream.concat(bundles, tests)
                    .filter(file -> file.toString().endsWith(".java")
                            && file.toString().matches(".*/(src/main|archetype-resources)/.*"))
                    .toList();
        }
    }
}
