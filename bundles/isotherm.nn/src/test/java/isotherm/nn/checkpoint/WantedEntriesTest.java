/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static isotherm.nn.checkpoint.PickleBytes.floats;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of several snapshots of which one is wanted. */
class WantedEntriesTest {
    @TempDir
    Path folder;

    @Test
    void onlyTheWantedTensorIsRead() throws IOException {
        Path zip = pickle().zip(folder.resolve("x.pt"), Map.of("0", floats(1, 2, 3, 4)));
        Path legacy = pickle().legacy(folder.resolve("y.pt"), 4, floats(1, 2, 3, 4));
        for (Path file : List.of(zip, legacy)) {
            var seen = new ArrayList<String>();
            var content = Checkpoints.read(file, keys -> {
                seen.addAll(keys);
                return Set.of("9", "absent");
            });
            assertEquals(List.of("19", "9"), seen);
            assertEquals(Set.of("9"), ((Map<?, ?>) content.root()).keySet());
            assertArrayEquals(new float[] {3, 4}, content.stateDict().find("9").toFloatVector());
        }
    }

    /** What is left out need not be there: the entry 19 is in a storage that the file lacks. */
    @Test
    void whatIsLeftOutIsNotLookedFor() throws IOException {
        var pickle = new PickleBytes()
                .op('}')
                .number(19)
                .rebuild("FloatStorage", 4, 0, new long[] {4}, new long[] {1})
                .op('s')
                .text("min")
                .number(7)
                .op('s', '.');
        Path file = pickle.zip(folder.resolve("x.pt"), Map.of());
        Refusals.refused(file, "lacks the storage 0");
        assertEquals(7L, Checkpoints.read(file, keys -> Set.of("min")).value("min"));
    }

    /** {@code {19: tensor [1, 2], 9: tensor [3, 4]}} of one storage. */
    private static PickleBytes pickle() {
        return new PickleBytes()
                .op('}')
                .number(19)
                .rebuild("FloatStorage", 4, 0, new long[] {2}, new long[] {1})
                .op('s')
                .number(9)
                .rebuild("FloatStorage", 4, 2, new long[] {2}, new long[] {1})
                .op('s', '.');
    }
}
