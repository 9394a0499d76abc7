/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** Whatever is wrong with a file of a run ends in one line that names the file and what to do; the old report stays. */
class DamagedRunTest {
    private static final String EVALUATE = "make it anew with: isotherm evaluate demo";

    @TempDir
    Path folder;

    private SampleRun run;

    @BeforeEach
    void completed() throws IOException {
        run = SampleRun.in(folder);
        run.put("report.html", "old");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"metrics.json", "gallery.json", "gallery.safetensors", "scores/id.csv", "scores/texture.csv"})
    void aMissingFile(String file) throws IOException {
        Files.delete(folder.resolve(file));
        refused(ReasonCode.DATA_MISSING, file + " is missing", EVALUATE);
    }

    @Test
    void noRecord() throws IOException {
        Files.delete(folder.resolve("run.json"));
        refused(ReasonCode.DATA_MISSING, "run.json is missing", "put it back from a copy, or run the experiment anew");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "no JSON", "{\"a\":\u0000}"})
    void jsonThatIsNone(String text) throws IOException {
        for (String file : new String[] {"metrics.json", "gallery.json"}) {
            String before = Files.readString(folder.resolve(file));
            run.put(file, text);
            refused(ReasonCode.DATA_INVALID, file + " is damaged: it is no JSON object", EVALUATE);
            run.put(file, before);
        }
        run.put("run.json", text);
        refused(ReasonCode.DATA_INVALID, "run.json is damaged: it is no JSON object", "put it back from a copy");
    }

    @Test
    void aFileCutShort() throws IOException {
        for (String file : new String[] {"gallery.safetensors", "metrics.json", "gallery.json"}) {
            byte[] whole = Files.readAllBytes(folder.resolve(file));
            for (int length : new int[] {0, 5, whole.length / 2, whole.length - 1}) {
                Files.write(folder.resolve(file), Arrays.copyOf(whole, length));
                if (file.endsWith(".json") && length == whole.length - 1 && whole[length] == '\n') {
                    continue;
                }
                refused(ReasonCode.DATA_INVALID, file + " is damaged: ", EVALUATE);
            }
            Files.write(folder.resolve(file), whole);
        }
    }

    @Test
    void tensorsThatLieAboutTheirSize() throws IOException {
        String header = "{\"images\":{\"dtype\":\"F32\",\"shape\":[9999999,3,99999,99999],\"data_offsets\":[0,16]}}";
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 16).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                folder.resolve("gallery.safetensors"),
                bytes.putLong(header.length()).put(header.getBytes()).array());
        refused(ReasonCode.DATA_INVALID, "gallery.safetensors is damaged: ", EVALUATE);
    }

    @Test
    void tensorsOfAnotherShape() throws IOException {
        run.tensors(Map.of("images", Nd4j.zeros(4, 1, 4, 4), "heatmaps", Nd4j.zeros(4, 4, 4)));
        refused(
                ReasonCode.DATA_INVALID,
                "gallery.safetensors is damaged: tensor 'images' holds no colour images",
                EVALUATE);
        run.tensors(Map.of("images", Nd4j.zeros(4, 3, 4, 4), "heatmaps", Nd4j.zeros(4, 5, 4)));
        refused(ReasonCode.DATA_INVALID, "heatmaps and images are not of one size", EVALUATE);
        run.tensors(Map.of("images", Nd4j.zeros(4, 3, 4, 4), "heatmaps", Nd4j.zeros(4, 4, 4)));
        refused(ReasonCode.DATA_INVALID, "there is no row 0 of prototypes in it", EVALUATE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gallery.json|\"image\":3|\"image\":4|gallery.safetensors is damaged: there is no row 4 of images in it",
                "gallery.json|\"image\":3|\"image\":\"x\"|gallery.json is damaged: it has no whole number 'image'",
                "gallery.json|\"kind\":\"id\"|\"kind\":1|gallery.json is damaged: it has no text 'kind'",
                "gallery.json|\"scale_max\":0.5|\"scale_max\":0|gallery.json is damaged: 'scale_max' is not above 0",
                "gallery.json|\"scale_max\":0.5|\"scale_max\":1e999|gallery.json is damaged: it has no number 'scale_max'",
                "gallery.json|\"threshold\":0.05|\"threshold\":null|gallery.json is damaged: it has no number 'threshold'",
                "gallery.json|\"images\":|\"pictures\":|gallery.json is damaged: it has no list 'images'",
                "metrics.json|\"results\":|\"outcome\":|metrics.json is damaged: it has no list 'results'",
                "metrics.json|\"auroc\":0.5|\"auroc\":\"NaN\"|metrics.json is damaged: it has no number 'auroc'",
                "metrics.json|\"n_ood\":100|\"n_ood\":1.5|metrics.json is damaged: it has no whole number 'n_ood'",
                "metrics.json|\"dataset\":\"texture\"|\"dataset\":\"../../etc\"|scores/__.._etc@0ad4360f0affeda4193e.csv is missing",
                "metrics.json|\"thresholds\":|\"limits\":|metrics.json is damaged: it has no number 'heatmap'",
                "scores/id.csv|,heatmap,|,warmth,|column warmth is not full of numbers",
                "scores/id.csv|299,0,1|299,0|scores/id.csv is damaged: line 301 has 4 values instead of 5",
                "scores/texture.csv|299,0,1|299,x,1|scores/texture.csv is damaged: line 301 has no number in column label",
            })
    void aValueThatCannotBe(String file, String from, String to, String cause) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertTrue(text.contains(from));
        run.put(file, text.replace(from, to));
        refused(cause.contains("missing") ? ReasonCode.DATA_MISSING : ReasonCode.DATA_INVALID, cause, EVALUATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"train.csv", "pretrain.csv"})
    void aCurveThatCannotBeDrawn(String file) throws IOException {
        String cure = "put it back from a copy, or remove it to do without its curves";
        run.put(file, "");
        refused(ReasonCode.DATA_INVALID, file + " is damaged: it is empty", cure);
        run.put(file, "epoch,cost\n1,2\n");
        refused(ReasonCode.DATA_INVALID, file + " is damaged: it has no column loss", cure);
        Files.write(folder.resolve(file), new byte[] {(byte) 0xff, (byte) 0xfe, 10});
        refused(ReasonCode.DATA_INVALID, file + " is damaged: it is no text", cure);
        Files.delete(folder.resolve(file));
        new HtmlReport().write(folder);
    }

    private void refused(ReasonCode code, String cause, String cure) throws IOException {
        var e = assertThrows(ProblemException.class, () -> new HtmlReport().write(folder));
        assertEquals(code, e.problem().code(), e.getMessage());
        assertTrue(e.problem().cause().contains(cause), e.getMessage());
        assertTrue(e.problem().cure().startsWith(cure), e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
        assertEquals("old", Files.readString(folder.resolve("report.html")));
    }
}
