/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.run.Folders;
import isotherm.nn.checkpoint.SafeTensors;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

    @ParameterizedTest
    @CsvSource({"NaN, NaN", "Infinity, an infinite value", "-Infinity, an infinite value"})
    void weightsThatAreNoNumbersAreRefusedByNameAndNothingIsKept(float value, String words) throws Exception {
        var tensors = new LinkedHashMap<String, INDArray>();
        tensors.put("conv.weight", Nd4j.ones(2, 3));
        tensors.put("fc.weight", Nd4j.createFromArray(new float[][] {{1, 2}, {3, value}}));
        Path file = dir.resolve("a.safetensors");
        SafeTensors.write(file, new StateDict(tensors), Map.of());
        var e = assertThrows(ProblemException.class, () -> store().importFile(file, "cifarresnet", Map.of(), "mine"));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertEquals(
                "weights file a.safetensors cannot be used: parameter 'fc.weight' holds " + words
                        + " – import a checkpoint saved before its training broke down",
                e.getMessage());
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
