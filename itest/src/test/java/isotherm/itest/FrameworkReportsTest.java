/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** A build in which the tests in the framework did not run, or one failed, fails. */
class FrameworkReportsTest {
    @TempDir
    private Path folder;

    @Test
    void noFolderNoReportAndNoTestAreFailures() throws Exception {
        assertThrows(AssertionFailedError.class, () -> FrameworkReports.tests(folder.resolve("absent")));
        assertThrows(AssertionFailedError.class, () -> FrameworkReports.tests(folder));
        Files.writeString(folder.resolve("a.xml"), "<testsuite tests='0'/>");
        assertThrows(AssertionFailedError.class, () -> FrameworkReports.tests(folder));
    }

    @Test
    void everyReportedTestIsRepeated() throws Exception {
        Files.writeString(
                folder.resolve("a.xml"),
                """
                <testsuite>
                  <testcase classname='isotherm.itest.BundlesIT' name='good'/>
                  <testcase classname='isotherm.itest.BundlesIT' name='bad'><failure>x is not active</failure></testcase>
                  <testcase classname='isotherm.itest.BundlesIT' name='error'><error>no</error></testcase>
                  <testcase classname='isotherm.itest.BundlesIT' name='skipped'><skipped message='why'/></testcase>
                </testsuite>
                """);
        var tests = FrameworkReports.tests(folder);
        assertEquals("BundlesIT.good", tests.get(0).getDisplayName());
        assertDoesNotThrow(tests.get(0).getExecutable());
        var bad = assertThrows(
                AssertionFailedError.class, () -> tests.get(1).getExecutable().execute());
        assertTrue(bad.getMessage().contains("x is not active"), bad::getMessage);
        assertThrows(
                AssertionFailedError.class, () -> tests.get(2).getExecutable().execute());
        assertThrows(
                TestAbortedException.class, () -> tests.get(3).getExecutable().execute());
    }
}
