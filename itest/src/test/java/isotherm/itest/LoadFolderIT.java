/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are put into, replaced in and removed from the folder {@code load} while the program runs. */
class LoadFolderIT {
    private static final String JAR = "org.example.smallnet.jar";

    @TempDir
    private Path folder;

    private Path load;
    private OpenShell shell;

    @BeforeEach
    void openTheShell() throws Exception {
        load = Files.createDirectory(folder.resolve("load"));
        shell = new OpenShell(folder);
        assertFalse(shell.ask("list backbone").contains("smallnet"));
    }

    @AfterEach
    void leaveTheShell() throws Exception {
        shell.close();
    }

    @Test
    void aNameAppearsChangesAndVanishesWithItsJar() throws Exception {
        put(jar("1.0.0", Map.of()), JAR);
        shell.within("a jar that is put in", "list backbone", list -> smallnet(list, "1.0.0"));
        assertTrue(shell.ask("doctor").contains("all is well"));

        put(jar("1.1.0", Map.of()), JAR);
        shell.within("a jar that is replaced", "list backbone", list -> smallnet(list, "1.1.0"));
        assertFalse(smallnet(shell.ask("list backbone"), "1.0.0"));

        Files.delete(load.resolve(JAR));
        shell.within("a jar that is removed", "list backbone", list -> !list.contains("smallnet"));
        assertTrue(shell.ask("list backbone").contains("cifarresnet"), "the others stay");
        assertTrue(shell.ask("doctor").contains("all is well"));
    }

    @Test
    void whatAJarLacksIsToldAndTheOthersGoOn() throws Exception {
        put(jar("1.0.0", Map.of("Import-Package", "org.example.absent,*")), JAR);
        shell.within(
                "a jar without what it imports",
                "doctor",
                doctor -> doctor.contains("BUNDLE_UNRESOLVED  bundle org.example.smallnet lacks package"
                        + " org.example.absent – install a bundle that provides it\n"));
        assertEquals(
                "BUNDLE_UNRESOLVED  bundle org.example.smallnet, which brings backbone 'smallnet', lacks package"
                        + " org.example.absent – install a bundle that provides it\n",
                shell.ask("why demo backbone=smallnet"));
        assertTheOthersGoOn();

        String another = "isotherm.api.backbone;version=\"[9,10)\",*";
        put(jar("1.0.1", Map.of("Import-Package", another)), JAR);
        shell.within(
                "a jar for another version",
                "why demo backbone=smallnet",
                why -> why.matches("BUNDLE_UNRESOLVED  bundle org.example.smallnet, which brings backbone 'smallnet',"
                        + " lacks package isotherm.api.backbone from version 9.0.0 to below 10.0.0"
                        + " \\(there is [0-9.]+\\) – .*\n"));
        assertTrue(
                shell.ask("doctor").contains("lacks package isotherm.api.backbone from version 9.0.0 to below 10.0.0"));
        assertTheOthersGoOn();

        put(jar("1.0.2", Map.of()), JAR);
        shell.within("a jar that is mended", "list backbone", list -> smallnet(list, "1.0.2"));
        assertTrue(shell.ask("doctor").contains("all is well"));
    }

    @Test
    void aRunInProgressIsNotDisturbed() throws Exception {
        Path runs = folder.resolve("runs");
        shell.tell(TinyDemo.shellLine("run", "epochs=60") + " &");
        shell.await("the run trains", () -> training(runs));
        put(jar("1.0.0", Map.of()), JAR);
        shell.within("a jar that is put in during a run", "list backbone", list -> smallnet(list, "1.0.0"));
        put(jar("1.1.0", Map.of("Import-Package", "org.example.absent,*")), JAR);
        shell.within("a jar that is spoilt during a run", "list backbone", list -> !list.contains("smallnet"));
        Files.delete(load.resolve(JAR));
        shell.within("a jar that is removed during a run", "doctor", doctor -> doctor.contains("all is well"));
        Path run = TinyDemo.onlyRun(runs);
        assertEquals("RUNNING", state(run), "the run has to last longer than the jars come and go");
        shell.await("the run ends", () -> !"RUNNING".equals(state(run)));
        assertEquals("COMPLETED", state(run));
    }

    private void assertTheOthersGoOn() throws Exception {
        assertTrue(shell.ask("list backbone").contains("cifarresnet"));
        assertEquals("demo is ready to run\n", shell.ask("why demo"));
    }

    private static boolean smallnet(String list, String version) {
        return list.matches("(?s).*backbone +smallnet +org.example.smallnet +" + version + "\n.*");
    }

    private static boolean training(Path runs) throws IOException {
        Path run = TinyDemo.onlyRun(runs);
        return run != null && !TinyDemo.log(run.resolve("train.csv")).isEmpty();
    }

    private static String state(Path run) throws IOException {
        return TinyDemo.json(run.resolve("run.json")).path("state").asText();
    }

    private Path jar(String version, Map<String, String> instructions) throws Exception {
        Path made = Files.createDirectories(folder.resolve("made")).resolve("made.jar");
        ExampleBundle.build(made, version, instructions);
        return made;
    }

    private void put(Path jar, String name) throws IOException {
        Files.copy(jar, load.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
