/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.launcher;

import java.nio.file.Path;
import java.util.List;

/** The launcher on a machine that looks from outside as if it had a GPU and its driver. */
public final class PretendedGpu {
    private PretendedGpu() {}

    /** @param args the distribution, a folder with a file libcuda.so.1, and a command line */
    public static void main(String[] args) throws Exception {
        Path driver = Path.of(args[1]);
        var machine = new Machine(Path.of("/proc/cpuinfo"), List.of(driver), List.of(driver));
        System.exit(new Launcher(new Distribution(Path.of(args[0])), machine, System.err)
                .run(List.of(args).subList(2, args.length)));
    }
}
