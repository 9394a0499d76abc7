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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a user gets wrong ends, through the real command line, in a status and one line that names it. */
class BadInputIT {
    @TempDir
    static Path folder;

    @BeforeAll
    static void files() throws IOException {
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

    static Stream<Case> cases() {
        return Stream.of(
                of("did you mean 'list'?", "lsit"),
                of("no-such-option", "list", "--no-such-option"),
                of("tpu", "doctor", "--backend", "tpu"),
                of("did you mean 'demo'?", "run", "demmo"),
                of("did you mean 'epochs'?", "run", "demo", "epoch=3"),
                of("epochs", "run", "demo", "epochs=many"),
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
                of("nowhere", "run", "demo", "ood.train=imagefolder:nowhere"),
                of("empty", "run", "demo", "ood.test=imagefolder:empty"),
                of("broken", "run", "demo", "ood.test=imagefolder:broken"),
                of("fold", "run", "demo", "ood.train=imagefolder:empty?fold=4/4"),
                of("nowhere/test_batch.bin", "run", "demo", "id=cifar10:nowhere"),
                of("test_batch.bin", "run", "demo", "id=cifar10:short/cifar-10-batches-bin"),
                of("named 'unknown'", "run", "demo", "classifier=unknown"),
                of("missing.pt", "import", "missing.pt", "--backbone", "cifarresnet", "--as", "x"),
                of("text.th", "import", "text.th", "--backbone", "cifarresnet", "--as", "x"),
                of("empty.pt", "import", "empty.pt", "--backbone", "cifarresnet", "--as", "x"),
                of("evil.pt", "import", "evil.pt", "--backbone", "cifarresnet", "--as", "x"),
                of("huge.safetensors", "import", "huge.safetensors", "--backbone", "cifarresnet", "--as", "x"),
                of("nowhere", "resume", "nowhere"),
                of("torn", "resume", "torn"),
                of("nowhere", "explain", "nowhere", "picture.png"),
                of("torn", "explain", "torn", "picture.png"));
    }

    @ParameterizedTest(name = "isotherm {0}")
    @MethodSource("cases")
    void endsInOneLine(Case wrong) throws Exception {
        var result = Isotherm.run(folder, wrong.line());
        assertAll(
                () -> assertNotEquals(0, result.status()),
                () -> assertEquals(1, result.err().strip().lines().count(), result::err),
                () -> assertTrue(result.err().contains(wrong.named()), result::err),
                () -> assertTrue(result.err().startsWith("isotherm: "), result::err),
                () -> assertTrue(Files.notExists(folder.resolve("owned"))));
    }
}
