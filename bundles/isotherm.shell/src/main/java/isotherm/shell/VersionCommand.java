/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.concurrent.Callable;
import org.osgi.framework.FrameworkUtil;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Callable<Integer> {
    private final Session session;

    VersionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String version = FrameworkUtil.getBundle(VersionCommand.class) == null
                ? "unreleased"
                : FrameworkUtil.getBundle(VersionCommand.class).getHeaders().get("Isotherm-Release");
        if (session.json()) {
            session.printJson(Views.map("version", version, "java", System.getProperty("java.version")));
        } else {
            session.out.println("isotherm " + version);
        }
        return Program.OK;
    }
}
