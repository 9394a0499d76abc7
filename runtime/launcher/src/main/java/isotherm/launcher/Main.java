/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The program's entry: starts the framework, runs one command in it, and ends with the command's status. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // numbers on the command line and in files read the same everywhere
        Locale.setDefault(Locale.ROOT);
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        try {
            Path home = Home.choose(
                    System.getProperty("user.home"),
                    System.getenv(),
                    Path.of(System.getProperty("java.io.tmpdir")),
                    Path.of("/proc/self"));
            // whatever else asks for it, the shell's history for one, gets the same answer
            System.setProperty("user.home", home.toString());
            return new Launcher(Distribution.here(), Machine.here(), System.err).run(args);
        } catch (LaunchException e) {
            System.err.println("isotherm: " + e.getMessage());
            return e.status();
        } catch (Exception e) {
            System.err.println("isotherm: the framework did not start: " + e + " – run again with --verbose");
            if (args.contains("--verbose")) {
                e.printStackTrace();
            }
            return LaunchException.FAILED;
        }
    }
}
