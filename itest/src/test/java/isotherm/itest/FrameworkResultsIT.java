/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tests that ran inside the framework, again as tests of the build: so that they are counted, and a build fails in which
 * one failed or none ran.
 */
class FrameworkResultsIT {
    @TestFactory
    List<DynamicTest> inTheFramework() throws Exception {
        return FrameworkReports.tests(Path.of(System.getProperty("isotherm.reports")));
    }
}
