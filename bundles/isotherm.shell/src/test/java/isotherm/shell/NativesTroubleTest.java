/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.NativesTrouble;
import isotherm.api.wiring.ReasonCode;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told where Java says no more than that a class cannot be used. */
class NativesTroubleTest {
    private static final String KNOWN = "isotherm.natives.trouble";
    private static final String LINE =
            "the native libraries could not be unpacked into the cache folder: the disk is full"
                    + " – free space there, or name another folder in ISOTHERM_CACHE; the next start tries again";

    @AfterEach
    void forget() {
        System.clearProperty(KNOWN);
    }

    @Test
    void aFullDiskIsToldWhereverInTheCausesItIs() {
        var link = new UnsatisfiedLinkError("java.io.IOException: No space left on device");
        var thrown =
                new ExceptionInInitializerError(new RuntimeException("ND4J is probably missing dependencies", link));
        assertEquals(LINE, NativesTrouble.behind(thrown).orElseThrow().line());
        assertEquals(
                ReasonCode.RESOURCE_EXHAUSTED,
                NativesTrouble.behind(link).orElseThrow().code());
    }

    @Test
    void whatTheLibrariesBundleMetIsToldOfAMissingClass() {
        var missing = new NoClassDefFoundError("org/nd4j/linalg/factory/Nd4j");
        assertTrue(NativesTrouble.behind(missing).isEmpty());
        System.setProperty(KNOWN, "No space left on device");
        assertEquals(LINE, NativesTrouble.behind(missing).orElseThrow().line());
        System.setProperty(KNOWN, "/c/libx.so is damaged, and cannot be removed");
        assertTrue(NativesTrouble.behind(new RuntimeException(new ClassNotFoundException("x")))
                .orElseThrow()
                .line()
                .contains("/c/libx.so is damaged, and cannot be removed"));
    }

    @Test
    void otherFailuresAreOthersAffair() {
        System.setProperty(KNOWN, "No space left on device");
        assertEquals(Optional.empty(), NativesTrouble.behind(new IllegalStateException("No space left on device")));
    }
}
