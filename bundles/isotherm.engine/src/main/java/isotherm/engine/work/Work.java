/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import java.io.IOException;
import java.nio.file.Path;

/** What a long computation needs of the run around it. */
public interface Work {
    /** @throws Stopped where the run shall end now; called at least once a batch */
    void check();

    /**
     * @param done units of the stage that are done
     * @param total units of the stage
     * @param imagesPerSecond present rate, or 0
     * @param loss latest loss, or NaN
     */
    void progress(String task, long done, long total, double imagesPerSecond, double loss);

    /** Tells the user something. */
    void message(String line);

    /** Tells the user something that belongs into the run's record. */
    void warn(String line);

    /** Text that is written piece by piece, so that it need not be in memory at once. */
    interface Text {
        void to(Appendable out) throws IOException;
    }

    /** Puts a table of the run in its place, whole or not at all, with its checksum in the run's record. */
    void table(Path file, Text text) throws IOException;
}
