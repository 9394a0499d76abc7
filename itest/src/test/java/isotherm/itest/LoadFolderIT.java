/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are put into, replaced in and removed from the folder {@code load} while the program runs. */
class LoadFolderIT {
    /** What is promised is two seconds; a machine that has other work to do is given more, and the time is printed. */
    private static final long LIMIT_MILLIS = 20_000;

    private static final long ASK_MILLIS = 100;
    private static final long ANSWER_MILLIS = 60_000;
    private static final String JAR = "org.example.smallnet.jar";

    @TempDir
    private Path folder;

    private Path load;
    private Isotherm shell;
    private Writer in;
    private int asked;

    @BeforeEach
    void openTheShell() throws Exception {
        load = Files.createDirectory(folder.resolve("load"));
        shell = Isotherm.start(folder, "shell");
        in = shell.process().outputWriter();
        assertFalse(ask("list backbone").contains("smallnet"));
    }

    @AfterEach
    void leaveTheShell() throws Exception {
        in.close();
        shell.await();
    }

    @Test
    void aNameAppearsChangesAndVanishesWithItsJar() throws Exception {
        put(jar("1.0.0", Map.of()), JAR);
        within("a jar that is put in", "list backbone", list -> smallnet(list, "1.0.0"));
        assertTrue(ask("doctor").contains("all is well"));

        put(jar("1.1.0", Map.of()), JAR);
        within("a jar that is replaced", "list backbone", list -> smallnet(list, "1.1.0"));
        assertFalse(smallnet(ask("list backbone"), "1.0.0"));

        Files.delete(load.resolve(JAR));
        within("a jar that is removed", "list backbone", list -> !list.contains("smallnet"));
        assertTrue(ask("list backbone").contains("cifarresnet"), "the others stay");
        assertTrue(ask("doctor").contains("all is well"));
    }

    @Test
    void whatAJarLacksIsToldAndTheOthersGoOn() throws Exception {
        put(jar("1.0.0", Map.of("Import-Package", "org.example.absent,*")), JAR);
        within(
                "a jar without what it imports",
                "doctor",
                doctor -> doctor.contains("BUNDLE_UNRESOLVED  bundle org.example.smallnet lacks package"
                        + " org.example.absent – install a bundle that provides it\n"));
        assertEquals(
                "BUNDLE_UNRESOLVED  bundle org.example.smallnet, which brings backbone 'smallnet', lacks package"
                        + " org.example.absent – install a bundle that provides it\n",
                ask("why demo backbone=smallnet"));
        assertTheOthersGoOn();

        String another = "isotherm.api.backbone;version=\"[9,10)\",*";
        put(jar("1.0.1", Map.of("Import-Package", another)), JAR);
        within(
                "a jar for another version",
                "why demo backbone=smallnet",
                why -> why.matches("BUNDLE_UNRESOLVED  bundle org.example.smallnet, which brings backbone 'smallnet',"
                        + " lacks package isotherm.api.backbone from version 9.0.0 to below 10.0.0"
                        + " \\(there is [0-9.]+\\) – .*\n"));
        assertTrue(ask("doctor").contains("lacks package isotherm.api.backbone from version 9.0.0 to below 10.0.0"));
        assertTheOthersGoOn();

        put(jar("1.0.2", Map.of()), JAR);
        within("a jar that is mended", "list backbone", list -> smallnet(list, "1.0.2"));
        assertTrue(ask("doctor").contains("all is well"));
    }

    private void assertTheOthersGoOn() throws Exception {
        assertTrue(ask("list backbone").contains("cifarresnet"));
        assertEquals("demo is ready to run\n", ask("why demo"));
    }

    private static boolean smallnet(String list, String version) {
        return list.matches("(?s).*backbone +smallnet +org.example.smallnet +" + version + "\n.*");
    }

    private Path jar(String version, Map<String, String> instructions) throws Exception {
        Path made = Files.createDirectories(folder.resolve("made")).resolve("made.jar");
        ExampleBundle.build(made, version, instructions);
        return made;
    }

    private void put(Path jar, String name) throws IOException {
        Files.copy(jar, load.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Asks until the answer is as expected, and prints how long that took. */
    private void within(String what, String command, Predicate<String> expected) throws Exception {
        long start = System.nanoTime();
        String answer = ask(command);
        while (!expected.test(answer)) {
            if (millisSince(start) > LIMIT_MILLIS) {
                throw new AssertionError(what + " is not taken up; '" + command + "' says: " + answer);
            }
            Thread.sleep(ASK_MILLIS);
            answer = ask(command);
        }
        System.out.printf(Locale.ROOT, "load folder: %s is taken up after %.1f s%n", what, millisSince(start) / 1e3);
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** What a command of the shell prints. */
    private String ask(String command) throws Exception {
        String mark = "answer-" + asked++;
        // on one line, because the shell prompts before lines
        in.write("echo " + mark + "; " + command + "; echo " + mark + "\n");
        in.flush();
        await("'" + command + "' is answered", () -> between(mark) != null);
        return between(mark);
    }

    private String between(String mark) throws IOException {
        String[] parts = shell.output().split(mark + "\n", -1);
        return parts.length < 3 ? null : parts[1];
    }

    private void await(String what, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (!shell.process().isAlive() || millisSince(start) > ANSWER_MILLIS) {
                throw new AssertionError("not so: " + what + "; the shell said: " + shell.output());
            }
            Thread.sleep(ASK_MILLIS / 5);
        }
    }

    /** Something to wait for. */
    private interface Condition {
        boolean holds() throws IOException;
    }
}
