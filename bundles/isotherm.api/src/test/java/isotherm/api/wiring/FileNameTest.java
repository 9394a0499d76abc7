/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    private static final List<String> BITS = List.of(
            "/",
            "..",
            ".",
            "\\",
            "\0",
            "CON",
            "nul",
            "a",
            "A",
            "x",
            "-",
            "\n",
            "\u202e",
            "\u0301",
            "é",
            "e\u0301",
            "ß",
            "ss",
            "日本",
            "\ud83d",
            "\ud83d\ude00",
            " ",
            "@",
            "~",
            ":",
            "*",
            "?",
            "<",
            "|",
            "\"",
            "LPT1",
            "com9.txt",
            "x".repeat(300));

    @TempDir
    Path folder;

    static Stream<String> names() {
        var random = new Random(20261201);
        var names = new ArrayList<>(BITS);
        names.add("");
        for (int i = 0; i < 3000; i++) {
            var name = new StringBuilder();
            for (int part = 1 + random.nextInt(4); part > 0; part--) {
                name.append(BITS.get(random.nextInt(BITS.size())));
            }
            names.add(name.toString());
        }
        return names.stream().distinct();
    }

    @Test
    void everyTextIsOneFileOfItsFolder() throws IOException {
        for (String name : names().toList()) {
            String file = FileName.of(name);
            assertTrue(file.matches("\\w[\\w.+-]{0,99}|[\\w.+-]{0,61}@[0-9a-f]{20}"), file);
            String stem = file.replaceAll("\\..*", "").toUpperCase(Locale.ROOT);
            assertFalse(stem.matches("CON|PRN|AUX|NUL|(COM|LPT)\\d"), file);
            assertFalse(file.startsWith(".") || file.startsWith("-") || file.endsWith("."), file);
            Path path = folder.resolve(file + ".csv");
            assertEquals(folder, path.normalize().getParent());
            Files.writeString(path, "");
        }
    }

    @Test
    void noTwoTextsShareAFileNotEvenWhereCapitalsDoNotCount() {
        Map<String, String> taken = new HashMap<>();
        for (String name : names().toList()) {
            String other = taken.put(FileName.of(name).toLowerCase(Locale.ROOT), name);
            assertTrue(
                    other == null
                            || FileName.plain(name)
                                    && FileName.plain(other)
                                    && name.equalsIgnoreCase(other)
                                    && FileName.key(name).equals(FileName.key(other)),
                    () -> "'" + name + "' and '" + other + "' share " + FileName.of(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "iSUN", "LSUN_resize", "cifar10+c", "a.b-c", "_", "7", "console", "com"})
    void plainTextsStayAsTheyAre(String name) {
        assertTrue(FileName.plain(name));
        assertEquals(name, FileName.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "-x",
                "+x",
                ".x",
                "x.",
                "a b",
                "a/b",
                "a\\b",
                "con",
                "Aux.tar.gz",
                "COM1",
                "é",
                "x\n",
                "a@b"
            })
    void allOthersAreMarked(String name) {
        assertFalse(FileName.plain(name));
        assertTrue(FileName.of(name).contains("@"), FileName.of(name));
    }

    @ParameterizedTest
    @MethodSource
    void aRelativePathStaysInside(String path) {
        assertEquals(
                folder.resolve("a/b").toString(),
                FileName.inside(folder, path).orElseThrow().toString());
    }

    static Stream<String> aRelativePathStaysInside() {
        return Stream.of("a/b", "./a//b", "a/./b", "a/c/../b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "/",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a/..",
                "\0",
                "a\0b",
                "a\nb",
                "./",
                "a\u0085b",
                "..//..//x"
            })
    void aPathThatLeadsOutIsNone(String path) {
        assertTrue(FileName.inside(folder, path).isEmpty());
    }

    @Test
    void aPathFromOutsideNeverLeadsOut() {
        names().forEach(name -> FileName.inside(folder, name)
                .ifPresent(file -> assertTrue(file.startsWith(folder) && !file.equals(folder), name)));
    }
}
