/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Work that nobody watches; it keeps what was said. */
public class Quiet implements Work {
    public final List<String> warnings = new ArrayList<>();
    public final List<String> messages = new ArrayList<>();

    /** Whether the next progress asks for the end. */
    public boolean stopAtProgress;

    private boolean stopped;

    @Override
    public void check() {
        if (stopped) {
            stopped = false;
            throw new Stopped("stopped by a test");
        }
    }

    @Override
    public void progress(String task, long done, long total, double imagesPerSecond, double loss) {
        stopped = stopAtProgress;
    }

    @Override
    public void message(String line) {
        messages.add(line);
    }

    @Override
    public void warn(String line) {
        warnings.add(line);
    }

    @Override
    public void table(Path file, Text text) throws IOException {
        var content = new StringBuilder();
        text.to(content);
        Files.writeString(file, content);
    }
}
