/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Seal;
import isotherm.api.run.Stage;
import isotherm.api.wiring.ProblemException;
import isotherm.engine.work.Hash;
import isotherm.nn.checkpoint.SafeTensors;
import isotherm.report.HtmlReport;
import isotherm.report.OverlayRenderer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that a release before 1.1 made: it is used, and its weights are held to the hashes that its record has. */
class UnsealedRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    private Laboratory lab;
    private RunInfo run;
    private RunFiles files;
    private Path image;

    @BeforeEach
    void oldRun() throws Exception {
        lab = new Laboratory(dir);
        image = dir.resolve("image.png");
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        run = lab.run(Map.of("gallery.count", "1"));
        Laboratory.assertCompleted(run);
        files = new RunFiles(run.folder());
        for (Path file : List.of(files.classifier(), files.decoder(), files.galleryTensors())) {
            unseal(file);
        }
        var record = (ObjectNode) Laboratory.json(files.record());
        record.remove(List.of(Seal.MEMBER, Seal.TABLES));
        record.withObject("/hashes").put("decoder", Hash.file(files.decoder()));
        Files.writeString(files.record(), record.toPrettyString());
        for (Path file : List.of(files.metrics(), files.gallery())) {
            Files.writeString(file, Laboratory.unsealed(file));
        }
        assertEquals(Optional.empty(), SafeTensors.seal(files.classifier()));
    }

    private static void unseal(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[(int) bytes.getLong()];
        bytes.get(text);
        var header = (ObjectNode) JSON.readTree(text);
        header.withObject("/__metadata__").remove(List.of("isotherm.seal", "isotherm.sha256"));
        byte[] bare = JSON.writeValueAsBytes(header);
        Files.write(
                file,
                ByteBuffer.allocate(Long.BYTES + bare.length + bytes.remaining())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(bare.length)
                        .put(bare)
                        .put(bytes)
                        .array());
    }

    @Test
    void itIsUsedAndSaysSo() throws Exception {
        explain();
        new RunExporter(lab.folders).export(run.id(), dir.resolve("exported"));
        assertTrue(Files.readString(new HtmlReport().write(run.folder())).contains("before files were sealed"));
        RunInfo next = lab.run(Map.of("gallery.count", "1"), EnumSet.of(Stage.EVALUATE));
        Laboratory.assertCompleted(next);
        assertTrue(
                lab.messages.contains("classifier and decoder taken from run " + run.id()
                        + ", which was made before files were sealed: its hashes fit"),
                lab.messages::toString);
        Files.delete(files.report());
        Laboratory.assertCompleted(lab.resume(run.id()));
        assertTrue(
                lab.messages.stream().anyMatch(line -> line.startsWith("warning: this run was begun before files")),
                lab.messages::toString);
    }

    @Test
    void aBitOfItsWeightsIsToldByTheHashesOfItsRecord() throws Exception {
        for (Path file : List.of(files.classifier(), files.decoder())) {
            byte[] sound = Files.readAllBytes(file);
            byte[] damaged = sound.clone();
            damaged[sound.length - 2] ^= 1;
            Files.write(file, damaged);
            told(file, assertThrows(ProblemException.class, this::explain).getMessage());
            told(
                    file,
                    assertThrows(ProblemException.class, () -> new RunExporter(lab.folders)
                                    .export(run.id(), dir.resolve("exported")))
                            .getMessage());
            told(
                    file,
                    lab.run(Map.of("gallery.count", "1"), EnumSet.of(Stage.EVALUATE))
                            .reason());
            Files.delete(files.report());
            told(file, lab.resume(run.id()).reason());
            Files.writeString(files.report(), "");
            Files.write(file, sound);
        }
    }

    private void explain() {
        new RunExplainer(lab.extensions, lab.folders, new OverlayRenderer())
                .explain(run.id(), List.of(image), dir.resolve("explained"));
    }

    private static void told(Path file, String said) {
        assertTrue(said.startsWith(file + " is damaged, or another one than the run's record says"), said);
    }
}
