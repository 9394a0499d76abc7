/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn.checkpoint;

import static isotherm.nn.checkpoint.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.onnx.OnnxBuilder;
import isotherm.nn.onnx.OnnxBuilder.Attribute;
import isotherm.nn.onnx.OnnxModel;
import isotherm.nn.onnx.OnnxWeights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** ONNX models as tensors, and those made to be misread. */
class OnnxFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("x.onnx");
    }

    private static byte[] model() {
        return new OnnxBuilder("test")
                .input("images", 3, 2, 2)
                .floats("fc.weight", new long[] {2, 12}, FloatBuffer.wrap(values(24)))
                .floats("fc.bias", new long[] {2}, FloatBuffer.wrap(new float[] {-1, 0.1f}))
                .numbers("shape", -1, 12)
                .node("Reshape", "rows", List.of("images", "shape"))
                .node("Gemm", "logits", List.of("rows", "fc.weight", "fc.bias"), Attribute.number("transB", 1))
                .output("logits")
                .build();
    }

    private static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i / 7f;
        }
        return values;
    }

    private StateDict read(byte[] model) throws IOException {
        return Checkpoints.read(Files.write(file, model)).stateDict();
    }

    @Test
    void constantsAreTensorsUnderTheirNamesAndTheRestIsOne() throws IOException {
        StateDict weights = read(model());
        assertEquals(List.of(OnnxWeights.GRAPH, "fc.weight", "fc.bias"), List.copyOf(weights.names()));
        assertArrayEquals(new long[] {2, 12}, weights.find("fc.weight").shape());
        assertArrayEquals(values(24), weights.find("fc.weight").ravel().toFloatVector());

        OnnxModel graph = OnnxWeights.graph(weights);
        assertEquals("[N, 3, 2, 2]", graph.inputs().get(0).shape().toString());
        assertEquals(OnnxModel.FLOAT32, graph.inputs().get(0).type());
        assertEquals(Set.of("fc.weight", "fc.bias", "shape"), graph.constants());
        assertEquals(
                List.of("Reshape", "Gemm"),
                graph.operations().stream().map(OnnxModel.Operation::operator).toList());
        assertEquals(
                List.of("rows", "fc.weight", "fc.bias"),
                graph.operations().get(1).inputs());
    }

    /** Taken apart again, the model that is put together has the same weights, and the outputs that were asked for. */
    @Test
    void whatIsPutTogetherIsTheModelWithOtherOutputs() throws IOException {
        StateDict weights = read(model());
        StateDict again = read(OnnxWeights.join(weights, Map.of("row", "images"), List.of("rows")));
        for (String name : List.of("fc.weight", "fc.bias")) {
            assertEquals(weights.find(name), again.find(name));
        }
        OnnxModel graph = OnnxWeights.graph(again);
        assertEquals(
                List.of("row", "rows"),
                graph.outputs().stream().map(OnnxModel.Value::name).toList());
        assertEquals(
                new OnnxModel.Operation("row", "Flatten", List.of("images"), List.of("row")),
                graph.operations().get(2));
    }

    @Test
    void bytesOfEveryLengthComeBackAsTheyWere() throws IOException {
        for (String text : List.of("", "a", "ab", "abc", "äöü\u0000")) {
            byte[] documented = append(model(), field(6, text.getBytes(StandardCharsets.UTF_8)));
            byte[] again = OnnxWeights.join(read(documented), Map.of(), List.of("logits"));
            assertTrue(new String(again, StandardCharsets.ISO_8859_1)
                    .contains(
                            new String(field(6, text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1)));
        }
    }

    /** Some write floats in a list of their own in the place of bytes. */
    @Test
    void numbersMayBePacked() throws IOException {
        byte[] two = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};
        byte[] packed = append(field(4, two), field(8, "w".getBytes(StandardCharsets.UTF_8)), new byte[] {8, 2, 16, 1});
        assertArrayEquals(
                new float[] {1, 2}, read(withConstant(packed)).find("w").toFloatVector());
        byte[] single = append(
                new byte[] {0x25, 0, 0, (byte) 0x80, 0x3f, 0x25, 0, 0, 0, 0x40},
                field(8, "w".getBytes(StandardCharsets.UTF_8)),
                new byte[] {10, 1, 2, 16, 1});
        assertArrayEquals(
                new float[] {1, 2}, read(withConstant(single)).find("w").toFloatVector());
    }

    /** Protobuf itself does not allow more. */
    @Test
    void aModelBeyondTwoGigabytesIsRefusedBeforeItIsRead() throws IOException {
        Files.write(file, model());
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // takes no room on the disk
            channel.write(ByteBuffer.allocate(1), 3_000_000_000L);
        }
        refused(file, "has 3000000001 bytes; a model of up to 2 GiB can be read");
    }

    /** Every cut is told; none of them is an error of the program. */
    @Test
    void aTruncatedModelIsRefused() throws IOException {
        byte[] whole = model();
        for (int length = 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(file, length < 9 ? "is truncated" : "");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 20, 1L << 31, 1L << 62, -1})
    void aLengthBeyondTheFileIsNotBelieved(long length) throws IOException {
        var model = new ByteArrayOutputStream();
        model.writeBytes(new byte[] {8, 7, 0x3a});
        varint(model, length);
        model.writeBytes(new byte[8]);
        Files.write(file, model.toByteArray());
        refused(file, "a length that reaches beyond its end");
    }

    /** Whatever a byte is changed to, it ends in weights or in a line. */
    @Test
    void aDamagedModelIsReadOrRefused() throws IOException {
        byte[] whole = model();
        var random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k <= i % 3; k++) {
                damaged[1 + random.nextInt(whole.length - 1)] = (byte) random.nextInt();
            }
            try {
                read(damaged);
            } catch (ProblemException e) {
                assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
                assertEquals(1, e.getMessage().lines().count());
                assertTrue(!e.getMessage().contains("Exception"), e.getMessage());
            }
        }
    }

    @Test
    void aTensorHasTheSizeThatItsShapeSays() throws IOException {
        byte[] name = field(8, "w".getBytes(StandardCharsets.UTF_8));
        byte[] raw = field(9, new byte[8]);
        var overflowing = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            overflowing.write(8);
            varint(overflowing, 1L << 40);
        }
        var wrapping = new ByteArrayOutputStream();
        wrapping.write(8);
        varint(wrapping, (1L << 62) + 2);
        var negative = new ByteArrayOutputStream();
        negative.write(8);
        varint(negative, -2);
        refusedConstant("of another size than its shape says", append(new byte[] {8, 3, 16, 1}, name, raw));
        refusedConstant("of another size than its shape says", append(new byte[] {8, 3, 16, 1}, name));
        refusedConstant(
                "of another size than its shape says", append(wrapping.toByteArray(), new byte[] {16, 1}, name, raw));
        refusedConstant("overflows", append(overflowing.toByteArray(), new byte[] {16, 1}, name, raw));
        refusedConstant("negative size", append(negative.toByteArray(), new byte[] {16, 1}, name, raw));
        byte[] many = new byte[2 * 17];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = 8;
            many[i + 1] = 1;
        }
        refusedConstant("more than 16 axes", append(many, new byte[] {16, 1}, name, raw));
    }

    @Test
    void twoConstantsOfOneNameAreRefused() throws IOException {
        byte[] again = append(
                new byte[] {8, 1, 16, 1}, field(8, "fc.bias".getBytes(StandardCharsets.UTF_8)), field(9, new byte[4]));
        refusedConstant("two constants named 'fc.bias'", again);
        refusedConstant(
                "two constants named 'onnx.graph'",
                append(
                        new byte[] {8, 1, 16, 1},
                        field(8, OnnxWeights.GRAPH.getBytes(StandardCharsets.UTF_8)),
                        field(9, new byte[4])));
    }

    /** A path in a model could name any file; tensors hide in attributes and graphs within graphs as well. */
    @Test
    void weightsInAnotherFileAreRefusedWhereverTheyAreNamed() throws IOException {
        byte[] external = append(
                new byte[] {8, 2, 16, 1},
                field(8, "w".getBytes(StandardCharsets.UTF_8)),
                field(13, append(field(1, text("location")), field(2, text("/etc/passwd")))),
                new byte[] {0x70, 1});
        String words = "keeps weights in another file";
        refusedConstant(words, external);
        byte[] attribute = field(5, field(5, external));
        refusedPart(words, field(1, append(field(4, text("Constant")), attribute)));
        byte[] sparse = field(5, field(22, field(1, external)));
        refusedPart(words, field(1, append(field(4, text("Constant")), sparse)));
        refusedPart(words, field(15, field(2, external)));
        byte[] inner = field(5, field(6, field(5, external)));
        refusedPart(words, field(1, append(field(4, text("If")), inner)));
        byte[] deeper = field(5, field(11, field(1, inner)));
        refusedPart(words, field(1, append(field(4, text("If")), deeper)));
        Files.write(file, append(model(), field(25, field(7, attribute))));
        refused(file, words);
    }

    /** A division by zero in native code would end the process. */
    @Test
    void sizesThatNothingCanBeComputedWithAreRefused() throws IOException {
        for (String name : List.of("strides", "dilations", "kernel_shape")) {
            byte[] zero = append(field(1, text(name)), field(8, new byte[] {2, 0}));
            refusedPart("an operator with " + name + " 0", field(1, append(field(4, text("Conv")), field(5, zero))));
            byte[] unpacked = append(field(1, text(name)), new byte[] {0x40, 2, 0x40, 0});
            refusedPart(
                    "an operator with " + name + " 0", field(1, append(field(4, text("Conv")), field(5, unpacked))));
        }
        byte[] group = append(field(1, text("group")), new byte[] {0x18, 0});
        refusedPart("an operator with group 0", field(1, append(field(4, text("Conv")), field(5, group))));
        var far = new ByteArrayOutputStream();
        varint(far, 1L << 40);
        byte[] pads = append(field(1, text("pads")), field(8, far.toByteArray()));
        refusedPart("an operator with pads", field(1, append(field(4, text("Conv")), field(5, pads))));
    }

    @Test
    void graphsWithinGraphsCannotGoOnForEver() throws IOException {
        byte[] node = field(4, text("If"));
        for (int i = 0; i < 2000; i++) {
            node = append(field(4, text("If")), field(5, field(6, field(1, node))));
        }
        refusedPart("graphs within graphs", field(1, node));
    }

    @Test
    void weightsThatTheGraphDoesNotKnowAreRefusedByName() throws IOException {
        StateDict weights = read(model());
        for (var wrong : Map.of(
                        "fc.bias", Nd4j.ones(3), OnnxWeights.GRAPH, Nd4j.ones(2, 2), "fc.weight", Nd4j.ones(12, 2))
                .entrySet()) {
            var changed = new LinkedHashMap<>(weights.tensors());
            changed.put(wrong.getKey(), wrong.getValue());
            refusedWeights(wrong.getKey(), changed);
            changed.remove(wrong.getKey());
            refusedWeights(wrong.getKey(), changed);
        }
    }

    /** A stored classifier is a file like any other, and may be somebody else's. */
    @Test
    void aGraphThatWasNeverImportedIsLookedAtAsWell() throws IOException {
        StateDict weights = read(model());
        byte[] group = append(field(1, text("group")), new byte[] {0x18, 1});
        StateDict harmless = read(append(model(), field(7, field(1, append(field(4, text("Conv")), field(5, group))))));
        float[] graph = harmless.find(OnnxWeights.GRAPH).toFloatVector();
        int changed = 0;
        for (int i = 1; i < graph.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                var tensors = new LinkedHashMap<>(weights.tensors());
                float[] other = graph.clone();
                other[i] = ((int) graph[i] & ~(0xff << shift)) | (0x70 << shift);
                tensors.put(OnnxWeights.GRAPH, Nd4j.createFromArray(other));
                try {
                    OnnxWeights.join(new StateDict(tensors), Map.of(), List.of("logits"));
                } catch (ProblemException e) {
                    assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
                    changed++;
                }
            }
        }
        assertTrue(changed > 20, "refused: " + changed);
    }

    private static void refusedWeights(String name, Map<String, org.nd4j.linalg.api.ndarray.INDArray> tensors) {
        var e = assertThrows(
                ProblemException.class, () -> OnnxWeights.join(new StateDict(tensors), Map.of(), List.of("logits")));
        assertEquals(ReasonCode.WEIGHTS_INVALID, e.problem().code());
        assertEquals(name, e.problem().subject());
        assertTrue(e.getMessage().contains("'" + name + "'"), e.getMessage());
    }

    private void refusedConstant(String words, byte[] tensor) throws IOException {
        Files.write(file, withConstant(tensor));
        refused(file, words);
    }

    private void refusedPart(String words, byte[] part) throws IOException {
        Files.write(file, append(model(), field(7, part)));
        refused(file, words);
    }

    /** A second message of the graph goes on with the first. */
    private static byte[] withConstant(byte[] tensor) {
        return append(model(), field(7, field(5, tensor)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] field(int number, byte[] content) {
        var field = new ByteArrayOutputStream();
        varint(field, number << 3 | 2);
        varint(field, content.length);
        field.writeBytes(content);
        return field.toByteArray();
    }

    private static byte[] append(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
