/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.run.Progress;
import isotherm.api.run.RunInfo;
import isotherm.api.run.RunState;
import isotherm.api.run.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {
    private static final RunInfo RUN =
            new RunInfo("demo-1", "demo", RunState.RUNNING, Stage.TRAIN, "", Path.of("runs", "demo-1"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private double seconds;

    private ProgressPrinter printer(boolean terminal) {
        return new ProgressPrinter(
                new PrintStream(out, false, StandardCharsets.UTF_8), terminal, () -> (long) (seconds * 1e9));
    }

    /** What was printed since the last look, a carriage return shown as {@code <}. */
    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text.replace('\r', '<').replace(System.lineSeparator(), "\n");
    }

    private void progress(ProgressPrinter printer, double at, Stage stage, String task, long done) {
        seconds = at;
        printer.progress(RUN, new Progress(stage, task, done, 1200, done == 0 ? 0 : 321.4, Double.NaN));
    }

    @Test
    void aTerminalShowsABarWithRateAndTimeLeft() {
        var printer = printer(true);
        progress(printer, 100, Stage.TRAIN, "epoch 1/12", 0);
        assertEquals("<train     epoch 1/12     [------------------------]   0 %", printed());
        progress(printer, 110, Stage.TRAIN, "epoch 3/12", 300);
        // 300 of 1200 in 10 seconds: 30 more
        assertEquals("<train     epoch 3/12     [######------------------]  25 %  321 images/s  0:30 left", printed());
        seconds = 160;
        printer.progress(RUN, new Progress(Stage.TRAIN, "epoch 6/12", 600, 1200, 10, 1234.5678));
        assertEquals(
                "<train     epoch 6/12     [############------------]  50 %  10 images/s  1:00 left  loss 1234.6",
                printed());
    }

    @Test
    void aBarIsRedrawnTenTimesASecondAtMost() {
        var printer = printer(true);
        progress(printer, 100, Stage.TRAIN, "epoch 1/12", 0);
        printed();
        progress(printer, 100.09, Stage.TRAIN, "epoch 1/12", 1);
        assertEquals("", printed());
        progress(printer, 100.11, Stage.TRAIN, "epoch 1/12", 2);
        assertEquals("<", printed().substring(0, 1));
        progress(printer, 100.12, Stage.TRAIN, "epoch 12/12", 1200);
        assertEquals("[########################] 100 %", printed().replaceAll("(?s).*(\\[#+] 100 %).*", "$1"));
    }

    @Test
    void aShorterBarCoversALongerOne() {
        var printer = printer(true);
        progress(printer, 100, Stage.TRAIN, "epoch 1/12", 1);
        int longer = printed().length();
        seconds = 101;
        printer.progress(RUN, new Progress(Stage.TRAIN, "epoch 1/12", 1, 1200, 0, Double.NaN));
        assertEquals(longer, printed().length());
    }

    @Test
    void aMessageAndTheNextStageLeaveTheBarAlone() {
        var printer = printer(true);
        progress(printer, 100, Stage.TRAIN, "epoch 12/12", 1200);
        printed();
        printer.message(RUN, "decoder trained");
        assertEquals("\ndecoder trained\n", printed());
        printer.message(RUN, "and once more");
        assertEquals("and once more\n", printed());
        progress(printer, 101, Stage.TRAIN, "epoch 12/12", 1200);
        printed();
        // at once, though the last one was drawn just now
        progress(printer, 101.01, Stage.EVALUATE, "texture", 0);
        assertEquals("\n<evaluate  texture        [------------------------]   0 %", printed());
        printer.ended(RUN);
        printer.ended(RUN);
        assertEquals("\n", printed());
    }

    @Test
    void elsewhereThereIsAPlainLineEveryFiveSeconds() {
        var printer = printer(false);
        progress(printer, 100, Stage.FEATURES, "id train", 0);
        assertEquals("features  id train         0 %\n", printed());
        for (int tenths = 1; tenths < 50; tenths++) {
            progress(printer, 100 + tenths / 10.0, Stage.FEATURES, "id train", tenths);
        }
        assertEquals("", printed());
        progress(printer, 105, Stage.FEATURES, "id train", 60);
        assertEquals("features  id train         5 %  321 images/s  1:35 left\n", printed());
        progress(printer, 105.5, Stage.FEATURES, "id train", 1200);
        assertEquals("features  id train       100 %  321 images/s\n", printed());
        progress(printer, 105.6, Stage.TRAIN, "epoch 1/12", 0);
        assertEquals("train     epoch 1/12       0 %\n", printed());
        printer.message(RUN, "a message");
        printer.ended(RUN);
        assertEquals("a message\n", printed());
    }

    @Test
    void timeLeftCountsFromWhereAResumedStageBegan() {
        var printer = printer(false);
        progress(printer, 100, Stage.TRAIN, "epoch 7/12", 600);
        printed();
        progress(printer, 110, Stage.TRAIN, "epoch 8/12", 700);
        assertEquals("train     epoch 8/12      58 %  321 images/s  0:50 left\n", printed());
    }
}
