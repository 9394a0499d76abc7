/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Seal;
import isotherm.api.wiring.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    @TempDir
    Path folder;

    private RunRecord record;
    private Path table;

    @BeforeEach
    void create() {
        record = RunRecord.create(folder);
        table = folder.resolve("scores/id.csv");
    }

    private static String text(RunRecord record, Path table) throws IOException {
        return new String(record.table(table), StandardCharsets.UTF_8);
    }

    @Test
    void aTableFitsWhicheverOfBothAKillLeaves() throws IOException {
        record.table(table, out -> out.append("a\n1\n"));
        record.table(table, out -> out.append("a\n2\n"));
        // the record of now, on the disk before the table got its name
        RunRecord left = RunRecord.read(folder);
        assertEquals("a\n2\n", text(left, table));
        Files.writeString(table, "a\n1\n");
        assertEquals("a\n1\n", text(left, table));
        Files.writeString(table, "a\n3\n");
        assertThrows(ProblemException.class, () -> left.table(table));

        // whoever goes on replaces it, from either
        Files.writeString(table, "a\n1\n");
        left.table(table, out -> out.append("a\n4\n"));
        RunRecord later = RunRecord.read(folder);
        assertEquals("a\n4\n", text(later, table));
        Files.writeString(table, "a\n1\n");
        assertEquals("a\n1\n", text(later, table));
        left.write();
        assertThrows(ProblemException.class, () -> RunRecord.read(folder).table(table));
    }

    @Test
    void aTableOfAnOlderReleaseIsReplacedAlike() throws IOException {
        Files.createDirectories(table.getParent());
        Files.writeString(table, "a\n1\n");
        assertEquals("a\n1\n", text(record, table));
        record.table(table, out -> out.append("a\n2\n"));
        Files.writeString(table, "a\n1\n");
        assertEquals("a\n1\n", text(RunRecord.read(folder), table));
    }

    @Test
    void theRecordKeepsItsSealWhenItIsWrittenAgain() throws IOException {
        record.put("state", "RUNNING");
        record.write();
        for (int i = 0; i < 3; i++) {
            RunRecord read = RunRecord.read(folder);
            assertTrue(read.sealed());
            read.put("state", "RUNNING " + i);
            read.write();
        }
        String text = Files.readString(new RunFiles(folder).record());
        assertEquals(2, text.split("\"" + Seal.MEMBER + "\"", -1).length, text);
    }

    @Test
    void anyByteOfARecordIsHeldToItsSeal() throws IOException {
        record.put("note", "µ – ü");
        record.write();
        Path file = new RunFiles(folder).record();
        byte[] sound = Files.readAllBytes(file);
        var random = new Random(8);
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 1 << random.nextInt(8);
            Files.write(file, damaged);
            var e = assertThrows(ProblemException.class, () -> RunRecord.read(folder), "byte " + at);
            assertTrue(e.getMessage().startsWith(file + " is damaged"), e.getMessage());
        }
        Files.write(file, sound);
        Laboratory.edit(file, "µ", "m");
        assertTrue(RunRecord.read(folder).sealed());
        Files.writeString(file, Laboratory.unsealed(file));
        assertFalse(RunRecord.read(folder).sealed());
    }
}
