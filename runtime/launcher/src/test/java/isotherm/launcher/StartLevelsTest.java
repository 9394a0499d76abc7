/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StartLevelsTest {
    @Test
    void logsComeFirstAndWhatUsersAddLast() {
        assertEquals(1, StartLevels.of("org.ops4j.pax.logging.pax-logging-api"));
        assertEquals(2, StartLevels.of("org.apache.felix.configadmin"));
        assertEquals(3, StartLevels.of("org.apache.felix.scr"));
        assertEquals(3, StartLevels.of("org.apache.felix.configurator"));
        assertEquals(5, StartLevels.of("isotherm.engine"));
        assertEquals(6, StartLevels.of("org.apache.felix.fileinstall"));
    }
}
