/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The launcher on another machine than this one: what it can tell from outside is read below a folder, the processors from
 * {@code cpuinfo} and the graphics driver from {@code libcuda.so.1}.
 */
public final class PretendedMachine {
    private PretendedMachine() {}

    /** @param args the distribution, the folder, and a command line */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]), driver = folder.resolve("libcuda.so.1"), cpu = folder.resolve("cpuinfo");
        var machine = new Machine(Files.exists(cpu) ? cpu : Path.of("/proc/cpuinfo"), List.of(driver), List.of(folder));
        System.exit(new Launcher(new Distribution(Path.of(args[0])), machine, System.err)
                .run(List.of(args).subList(2, args.length)));
    }
}
