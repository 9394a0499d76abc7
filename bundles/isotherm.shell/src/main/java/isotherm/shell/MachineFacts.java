/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;

/** Java, operating system, processors and memory. */
final class MachineFacts {
    private MachineFacts() {}

    static Map<String, Object> gather() {
        return Views.map(
                "java",
                System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")",
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "processors",
                Runtime.getRuntime().availableProcessors(),
                "heap limit",
                size(Runtime.getRuntime().maxMemory()),
                "machine memory",
                physical());
    }

    static String size(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** Asked by name: the interface that has it lies outside the Java platform's standard packages. */
    private static String physical() {
        try {
            return size((Long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "TotalMemorySize"));
        } catch (JMException e) {
            return "unknown";
        }
    }
}
