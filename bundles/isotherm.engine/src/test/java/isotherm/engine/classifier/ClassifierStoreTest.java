/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.run.Folders;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierStoreTest {
    @TempDir
    Path dir;

    @Test
    void anEmptyStoreHasNoNames() {
        assertEquals(List.of(), store().names());
    }

    @Test
    void aNameThatWouldLeaveTheStoreIsRefused() {
        var e = assertThrows(ProblemException.class, () -> store().importFile(
                        dir.resolve("a.pt"), "cifarresnet", Map.of(), "../elsewhere"));
        assertEquals(ReasonCode.INPUT_INVALID, e.problem().code());
    }

    @Test
    void aFileThatIsNoCheckpointIsRefusedAndNothingIsKept() throws Exception {
        Path file = Files.writeString(dir.resolve("a.pt"), "not a checkpoint");
        var e = assertThrows(ProblemException.class, () -> store().importFile(file, "cifarresnet", Map.of(), "mine"));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertTrue(e.getMessage().contains("a.pt"), e.getMessage());
        assertEquals(List.of(), store().names());
    }

    private ClassifierStore store() {
        var none = (Extensions) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Extensions.class}, (proxy, method, args) -> {
                    throw new AssertionError("no plug-in is asked for a file that cannot be read");
                });
        return new ClassifierStore(none, new Folders(dir.resolve("data"), dir.resolve("runs")));
    }
}
