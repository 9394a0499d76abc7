/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a user gets wrong ends in a failure and one line that names it: on the command line, and in one shell for all that
 * would otherwise cost a start of the program each. That both refuse alike is tested in {@link CommandsIT}.
 */
class BadInputIT {
    /** Memory enough for every message, and little to compile: all this is over before a second of work. */
    private static final Map<String, String> SMALL = Map.of("ISOTHERM_JAVA_OPTS", "-Xmx128m -XX:TieredStopAtLevel=1");

    @TempDir
    static Path folder;

    private static OpenShell shell;

    @BeforeAll
    static void openTheShell() throws IOException {
        files();
        shell = new OpenShell(folder, SMALL);
    }

    @AfterAll
    static void leaveTheShell() throws Exception {
        shell.close();
    }

    private static void files() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("empty"));
        Files.writeString(Files.createDirectories(data.resolve("broken")).resolve("a.png"), "no image");
        Path cifar = Files.createDirectories(data.resolve("short/cifar-10-batches-bin"));
        for (String name :
                new String[] {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5"}) {
            Files.write(cifar.resolve(name + ".bin"), new byte[3000]);
        }
        Files.write(cifar.resolve("test_batch.bin"), new byte[3000]);
        Files.writeString(folder.resolve("text.th"), "no checkpoint");
        Files.write(folder.resolve("empty.pt"), new byte[0]);
        // a pickle that would run os.system, were it run
        Files.write(
                folder.resolve("evil.pt"), "cos\nsystem\n(S'touch owned'\ntR.".getBytes(StandardCharsets.ISO_8859_1));
        // a header that says it is 2^60 bytes long
        Files.write(folder.resolve("huge.safetensors"), new byte[] {0, 0, 0, 0, 0, 0, 0, 16, '{', '}'});
        long huge = 1L << 50;
        WeightsFiles.safetensors(folder.resolve("claims.safetensors"), huge / 8, huge, 1, 2);
        WeightsFiles.zip(folder.resolve("claims.pt"), huge, 1, 2);
        WeightsFiles.legacy(folder.resolve("claims.th"), huge, 1, 2);
        WeightsFiles.safetensors(folder.resolve("nan.safetensors"), 2, 16, 1, 2, Float.NaN, 4);
        WeightsFiles.zip(folder.resolve("nan.pt"), 4, 1, 2, Float.NaN, 4);
        WeightsFiles.legacy(folder.resolve("inf.th"), 4, 1, 2, 3, Float.POSITIVE_INFINITY);
        // sound, and larger than Java's memory in SMALL
        long large = 400_000_000;
        WeightsFiles.lengthen(WeightsFiles.safetensors(folder.resolve("large.safetensors"), large / 8, large), large);
        // a graph that says it is 100 MB long
        Files.write(
                folder.resolve("model.onnx"), new byte[] {8, 7, 0x3a, (byte) 0x80, (byte) 0xc2, (byte) 0xd7, 47, 8, 7});
        Files.writeString(folder.resolve("picture.png"), "no image");
        Path torn = Files.createDirectories(folder.resolve("runs/torn"));
        Files.writeString(torn.resolve("run.json"), "{\"id\": ");
    }

    /** A line of arguments, and what the message must name. */
    record Case(String named, String... line) {
        @Override
        public String toString() {
            return String.join(" ", line);
        }
    }

    private static Case of(String named, String... line) {
        return new Case(named, line);
    }

    private static Case imported(String named, String file) {
        return of(named, "import", file, "--backbone", "cifarresnet", "--as", "x");
    }

    /** What the launcher looks at, and one of each kind of what the commands do. */
    static Stream<Case> onTheCommandLine() {
        return Stream.of(
                of("did you mean 'list'?", "lsit"),
                of("no-such-option", "list", "--no-such-option"),
                of("tpu", "doctor", "--backend", "tpu"),
                of("did you mean 'demo'?", "run", "demmo"),
                of("epochs", "run", "demo", "epochs=many"),
                of("nowhere", "run", "demo", "ood.train=imagefolder:nowhere"),
                imported("missing.pt", "missing.pt"),
                imported("evil.pt", "evil.pt"),
                imported("free – give more in ISOTHERM_JAVA_OPTS, such as -Xmx3g", "large.safetensors"),
                of("torn", "resume", "torn"),
                of("nowhere", "explain", "nowhere", "picture.png"));
    }

    static Stream<Case> inTheShell() {
        return Stream.of(
                of("did you mean 'epochs'?", "run", "demo", "epoch=3"),
                of("epochs", "run", "demo", "epochs=0"),
                of("taps", "run", "demo", "taps=5"),
                of("learning.rate", "run", "demo", "learning.rate=-1"),
                of("balance", "run", "demo", "balance=NaN"),
                of("preset", "run", "demo", "preset=corected"),
                of("pairing", "run", "demo", "switches=pairing=maybe"),
                of("did you mean 'cifarresnet'?", "run", "demo", "backbone=cifaresnet"),
                of("did you mean 'deconv'?", "run", "demo", "decoder=deconf"),
                of("did you mean 'prototype'?", "run", "demo", "target=prototyp"),
                of("did you mean 'energy'?", "run", "demo", "scores=heatmap;enrgy"),
                of("did you mean 'detection'?", "run", "demo", "metrics=detektion"),
                of("did you mean 'imagefolder'?", "run", "demo", "ood.train=imagefolders:x"),
                of("depth", "run", "demo", "backbone.options=depth=9"),
                of("filters", "run", "demo", "decoder.options=filters=12"),
                of("empty", "run", "demo", "ood.test=imagefolder:empty"),
                of("broken", "run", "demo", "ood.test=imagefolder:broken"),
                of("fold", "run", "demo", "ood.train=imagefolder:empty?fold=4/4"),
                of("nowhere/test_batch.bin", "run", "demo", "id=cifar10:nowhere"),
                of("test_batch.bin", "run", "demo", "id=cifar10:short/cifar-10-batches-bin"),
                of("named 'unknown'", "run", "demo", "classifier=unknown"),
                imported("text.th", "text.th"),
                imported("empty.pt", "empty.pt"),
                imported("huge.safetensors", "huge.safetensors"),
                imported("claims.safetensors is truncated", "claims.safetensors"),
                imported("claims.pt describes tensors larger than the file itself", "claims.pt"),
                imported("claims.th is truncated, or has a storage of another size", "claims.th"),
                imported("nan.safetensors cannot be used: parameter 'fc.weight' holds NaN", "nan.safetensors"),
                imported("nan.pt cannot be used: parameter 'fc.weight' holds NaN", "nan.pt"),
                imported("inf.th cannot be used: parameter 'fc.weight' holds an infinite value", "inf.th"),
                of("model.onnx is truncated", "import", "model.onnx", "--backbone", "onnx", "--as", "x"),
                of("isotherm import FILE.onnx", "pretrain", "demo", "backbone=onnx", "backbone.options="),
                of("nowhere", "resume", "nowhere"),
                of("torn", "explain", "torn", "picture.png"));
    }

    @ParameterizedTest(name = "isotherm {0}")
    @MethodSource("onTheCommandLine")
    void endsInOneLine(Case wrong) throws Exception {
        var result = Isotherm.start(folder, SMALL, wrong.line()).await();
        assertNotEquals(0, result.status());
        assertOneLine(wrong, result.err());
    }

    @ParameterizedTest(name = "isotherm shell: {0}")
    @MethodSource("inTheShell")
    void endsInOneLineOfTheShell(Case wrong) throws Exception {
        assertOneLine(wrong, shell.ask(OpenShell.line(List.of(wrong.line())) + " && echo went on"));
    }

    private static void assertOneLine(Case wrong, String said) {
        assertAll(
                () -> assertEquals(1, said.strip().lines().count(), said),
                () -> assertTrue(said.contains(wrong.named()), said),
                () -> assertTrue(said.startsWith("isotherm: "), said),
                () -> assertTrue(Files.notExists(folder.resolve("owned"))));
    }
}
