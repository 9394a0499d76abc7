/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static isotherm.nn.checkpoint.PickleBytes.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.wiring.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound files, larger than the memory of the process that reads them: a Java of its own, with 64 MB. */
class LargeCheckpointTest {
    private static final int ELEMENTS = 40_000_000;

    @TempDir
    Path folder;

    @Test
    void eachFormatIsRefusedBeforeItIsReadAndSaysWhatThereIs() throws Exception {
        List<Path> files = List.of(
                safetensors("one.safetensors", 1),
                safetensors("many.safetensors", 8),
                sparse(tensor("FloatStorage", ELEMENTS, 0, new long[] {ELEMENTS}, new long[] {1})
                        .legacy(folder.resolve("legacy.th"), ELEMENTS, new byte[0])),
                tensor("FloatStorage", ELEMENTS, 0, new long[] {ELEMENTS}, new long[] {1})
                        .zip(folder.resolve("zip.pt"), Map.of("0", new byte[ELEMENTS * 4])));
        List<String> lines = readInSmallProcess(files);
        assertEquals(files.size(), lines.size(), lines::toString);
        for (int i = 0; i < lines.size(); i++) {
            String name = files.get(i).getFileName().toString();
            assertTrue(
                    lines.get(i)
                            .matches("RESOURCE_EXHAUSTED weights file " + name + " of 161 MB does not fit into memory:"
                                    + " reading it takes [1-9]\\d\\d MB, and \\d\\d MB are free"
                                    + " – give more in ISOTHERM_JAVA_OPTS, such as -Xmx2g"),
                    lines.get(i));
        }
    }

    /** Tensors of zeros that take no room on the disk. */
    private Path safetensors(String name, int tensors) throws IOException {
        var header = new StringBuilder("{");
        long each = 4L * ELEMENTS / tensors;
        for (int i = 0; i < tensors; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"w" + i + "\":{\"dtype\":\"F32\",\"shape\":[" + each / 4 + "],\"data_offsets\":["
                            + i * each + "," + (i + 1) * each + "]}");
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        Path file = Files.write(
                folder.resolve(name), bytes.putLong(json.length).put(json).array());
        return sparse(file);
    }

    /** Appends the zeros of the storage by writing the last of them alone. */
    private static Path sparse(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), channel.size() + 4L * ELEMENTS - 1);
        }
        return file;
    }

    private static List<String> readInSmallProcess(List<Path> files) throws Exception {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName()));
        files.forEach(file -> line.add(file.toString()));
        var process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().toList();
    }

    /** Prints what becomes of each file. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] files) {
            for (String file : files) {
                String line;
                try {
                    line = "read " + Checkpoints.read(Path.of(file));
                } catch (ProblemException e) {
                    line = e.problem().code() + " " + e.getMessage();
                }
                System.out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
