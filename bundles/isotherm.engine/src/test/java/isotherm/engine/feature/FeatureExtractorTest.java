/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import static org.junit.jupiter.api.Assertions.*;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TapShape;
import isotherm.api.backbone.TrainableClassifier;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.Split;
import isotherm.api.tensor.StateDict;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.data.ImageSet;
import isotherm.engine.data.Sample;
import isotherm.engine.image.ImagePreparation;
import isotherm.engine.image.Resize;
import isotherm.engine.maker.Makers;
import isotherm.engine.run.RunLock;
import isotherm.engine.work.Quiet;
import isotherm.engine.work.Stopped;
import isotherm.engine.work.TemporaryFiles;
import isotherm.nn.encoder.Nd4jEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class FeatureExtractorTest {
    @TempDir
    Path dir;

    private final AtomicInteger opened = new AtomicInteger();

    /** Images that the network saw. */
    private final AtomicInteger seen = new AtomicInteger();

    private final Quiet work = new Quiet();
    private long seed = 1;
    private String engine = "nd4j";

    /** What a model's file calls its feature maps; null for the backbone's own names. */
    private String tapName;

    @Test
    void featuresAreComputedOnceAndReadAfterwards() throws IOException {
        FeatureSet first = extract(images(50), 1);
        FeatureSet second = extract(images(50), 1);
        assertEquals(1, opened.get());
        assertEquals(64, first.z().rowSize());
        assertEquals(64 * 8 * 8, first.taps().get(0).rowSize());
        assertArrayEquals(first.z().gather(0, 49), second.z().gather(0, 49));
        assertArrayEquals(first.predicted(), second.predicted());
    }

    @Test
    void aMapMoreIsAddedToWhatIsThere() throws IOException {
        extract(images(20), 0);
        assertEquals(2, extract(images(20), 2).taps().size());
        assertEquals(2, opened.get());
        extract(images(20), 1);
        assertEquals(2, opened.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Add_output_0",
                "../../escaped",
                "/tmp/../escaped",
                "..\\escaped",
                "C:\\escaped",
                "a\u0000b",
                "CON",
                "z",
                "logits",
                "layer3.",
                "",
                ".",
                "-rf",
                "two\nlines",
                "\u202etable",
                "e\u0301"
            })
    void noFileIsNamedByAModel(String name) throws IOException {
        tapName = name.isEmpty() ? "x".repeat(300) : name;
        float[] row = extract(dir.resolve("a/b"), images(20), 2).taps().get(1).gather(3);
        assertArrayEquals(
                row, extract(dir.resolve("a/b"), images(20), 2).taps().get(1).gather(3));
        assertEquals(1, opened.get());
        try (Stream<Path> files = Files.walk(dir)) {
            assertEquals(
                    List.of("key.txt", "logits.table", "map-0.table", "map-1.table", "z.table"),
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void otherMapsOfTheSameWeightsAreNotTakenForThese() throws IOException {
        tapName = "one";
        extract(images(20), 1);
        tapName = "another";
        extract(images(20), 1);
        assertEquals(2, opened.get());
    }

    @Test
    void otherImagesHaveOtherFeatures() throws IOException {
        extract(images(20), 0);
        assertEquals(21, extract(images(21), 0).size());
        assertEquals(2, opened.get());
    }

    @Test
    void otherWeightsOrAnotherPreparationHaveOtherFeatures() throws IOException {
        float[] first = extract(images(20), 0).z().gather(3);
        seed = 2;
        assertFalse(Arrays.equals(first, extract(images(20), 0).z().gather(3)));
        seed = 1;
        var cropped = new ImagePreparation(32, ImagePreparation.Fit.CROP, Resize.Mode.REFERENCE);
        var set = images(20);
        extract(new ImageSet(set.label(), set.data(), set.indices(), cropped), 0);
        assertEquals(3, opened.get());
        assertArrayEquals(first, extract(images(20), 0).z().gather(3));
        assertEquals(3, opened.get());
        assertEquals(3, files("key.txt").size());
    }

    @Test
    void anotherEngineHasFeaturesOfItsOwn() throws IOException {
        extract(images(20), 0);
        engine = "onnxruntime";
        extract(images(20), 0);
        assertEquals(2, opened.get());
        extract(images(20), 0);
        assertEquals(2, opened.get());
        assertEquals(2, files("key.txt").size());
    }

    /** Each makes a whole table a damaged one. */
    enum Damage {
        A_BIT_FLIPPED {
            @Override
            byte[] of(byte[] whole) {
                whole[whole.length - 9] ^= 4;
                return whole;
            }
        },
        A_HEADER_OVERWRITTEN {
            @Override
            byte[] of(byte[] whole) {
                Arrays.fill(whole, 0, 8, (byte) 0);
                return whole;
            }
        },
        TRUNCATED {
            @Override
            byte[] of(byte[] whole) {
                return Arrays.copyOf(whole, whole.length / 2);
            }
        },
        EMPTY {
            @Override
            byte[] of(byte[] whole) {
                return new byte[0];
            }
        },
        LONGER {
            @Override
            byte[] of(byte[] whole) {
                return Arrays.copyOf(whole, whole.length + 4);
            }
        };

        abstract byte[] of(byte[] whole);
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedTableIsNoticedAndRebuilt(Damage damage) throws IOException {
        float[] row = extract(images(20), 1).z().gather(7);
        for (String name : List.of("z.table", "logits.table", "map-0.table")) {
            Path table = files(name).get(0);
            byte[] whole = Files.readAllBytes(table);
            byte[] damaged = damage.of(whole.clone());
            // a new file, for the old one is mapped
            Files.delete(table);
            Files.write(table, damaged);
            work.warnings.clear();
            int before = opened.get();
            assertArrayEquals(row, extract(images(20), 1).z().gather(7));
            assertEquals(before + 1, opened.get());
            assertEquals(
                    List.of("cached features of 'shapes' were damaged and are computed again: " + table.getParent()),
                    work.warnings);
            assertArrayEquals(whole, Files.readAllBytes(table));
        }
        work.warnings.clear();
        extract(images(20), 1);
        assertEquals(List.of(), work.warnings);
    }

    @Test
    void aComputationThatStopsLeavesNoTableAndOldRemainsAreSwept() throws IOException {
        Path remains = Files.createFile(TemporaryFiles.beside(dir.resolve("z.table")));
        Files.setLastModifiedTime(remains, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        work.stopAtProgress = true;
        assertThrows(Stopped.class, () -> extract(images(20), 0));
        assertEquals(List.of(), files("z.table"));
        assertFalse(Files.exists(remains));
        work.stopAtProgress = false;
        assertEquals(20, extract(images(20), 0).size());
        assertEquals(List.of(), work.warnings);
    }

    @Test
    void aComputationThatStoppedGoesOnAndSeesEachImageOnce() throws IOException {
        Path other = dir.resolve("other");
        FeatureSet whole = extract(other, images(50), 1);
        seen.set(0);
        work.stopAtProgress = true;
        for (int stop = 0; stop < 3; stop++) {
            assertThrows(Stopped.class, () -> extract(images(50), 1));
        }
        work.stopAtProgress = false;
        assertEquals(48, seen.get(), "each went a batch further");
        FeatureSet resumed = extract(images(50), 1);
        assertEquals(50, seen.get());
        assertEquals("going on with the features of 'shapes' after 48 of 50 images", work.messages.get(2));
        assertSame(whole, resumed);
        assertEquals(List.of(), files(".unfinished"));
    }

    /** What a process leaves that is killed while it writes. */
    @Test
    void whatWasBeingWrittenIsCutOff() throws IOException {
        FeatureSet whole = extract(dir.resolve("other"), images(50), 1);
        work.stopAtProgress = true;
        assertThrows(Stopped.class, () -> extract(images(50), 1));
        assertThrows(Stopped.class, () -> extract(images(50), 1));
        work.stopAtProgress = false;
        Files.write(files("journal.csv").get(0), "16,123".getBytes(), StandardOpenOption.APPEND);
        Files.write(files("z.table.rows").get(0), new byte[777], StandardOpenOption.APPEND);
        seen.set(0);
        assertSame(whole, extract(images(50), 1));
        assertEquals(50 - 32, seen.get());
    }

    @Test
    void damagedRowsAndWhatFollowsThemAreComputedAgain() throws IOException {
        FeatureSet whole = extract(dir.resolve("other"), images(50), 1);
        work.stopAtProgress = true;
        for (int stop = 0; stop < 3; stop++) {
            assertThrows(Stopped.class, () -> extract(images(50), 1));
        }
        work.stopAtProgress = false;
        Path rows = files("map-0.table.rows").get(0);
        byte[] bytes = Files.readAllBytes(rows);
        bytes[bytes.length / 2] ^= 1;
        Files.write(rows, bytes);
        seen.set(0);
        assertSame(whole, extract(images(50), 1));
        assertEquals(50 - 16, seen.get());
    }

    @Test
    void otherTablesAreBegunAnew() throws IOException {
        work.stopAtProgress = true;
        assertThrows(Stopped.class, () -> extract(images(50), 0));
        work.stopAtProgress = false;
        seen.set(0);
        assertEquals(1, extract(images(50), 1).taps().size());
        assertEquals(50, seen.get());
    }

    @Test
    void twoWhoComputeTheSameDoNotMeet() throws IOException {
        FeatureSet whole = extract(dir.resolve("other"), images(50), 1);
        work.stopAtProgress = true;
        assertThrows(Stopped.class, () -> extract(images(50), 1));
        work.stopAtProgress = false;
        Path unfinished = files(".unfinished").get(0);
        try (var other = RunLock.take(unfinished).orElseThrow()) {
            seen.set(0);
            assertSame(whole, extract(images(50), 1));
            assertEquals(50, seen.get());
            assertTrue(Files.exists(unfinished.resolve("journal.csv")), "the other one's");
        }
    }

    private static void assertSame(FeatureSet expected, FeatureSet found) {
        assertEquals(expected.size(), found.size());
        int[] all = IntStream.range(0, expected.size()).toArray();
        assertArrayEquals(expected.z().gather(all), found.z().gather(all));
        assertArrayEquals(expected.logits().gather(all), found.logits().gather(all));
        assertArrayEquals(
                expected.taps().get(0).gather(all), found.taps().get(0).gather(all));
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(f -> f.endsWith(name)).toList();
        }
    }

    @Test
    void rangesOfThePresetsDiffer() throws IOException {
        FeatureSet features = extract(images(20), 1);
        var corrected = FeatureRanges.of(features, false, 8);
        var reference = FeatureRanges.of(features, true, 8);
        assertNotEquals(corrected.ranges().get(0), corrected.ranges().get(1));
        assertEquals(reference.ranges().get(0), reference.ranges().get(1));
        assertEquals(0, reference.ranges().get(0).min());
        assertEquals(corrected, FeatureRanges.parse(corrected.asText()));
    }

    @Test
    void aBatchMixesSetsAndIsScaled() throws IOException {
        FeatureSet id = extract(images(20), 1);
        FeatureSet more = extract(images(10), 1);
        try (var spec = layoutFeatures(id).batch(java.util.List.of(id, more), 3, 20 + 3, 19)) {
            var z = spec.input().z();
            assertEquals(z.getRow(0), z.getRow(1));
            assertTrue(z.minNumber().floatValue() >= 0 && z.maxNumber().floatValue() <= 1);
            assertArrayEquals(
                    new long[] {3, 64, 8, 8}, spec.input().taps().get(0).shape());
            assertEquals(id.predicted()[19], spec.input().predicted()[2]);
        }
    }

    private DecoderFeatures layoutFeatures(FeatureSet id) {
        var layout = new CifarResNetBackbone().describe(SPEC);
        return new DecoderFeatures(layout, FeatureRanges.of(id, false, 200), false);
    }

    private static final BackboneSpec SPEC = new BackboneSpec(10, 32, Map.of("depth", "8"));

    private FeatureSet extract(ImageSet images, int maps) throws IOException {
        return extract(dir, images, maps);
    }

    private FeatureSet extract(Path cache, ImageSet images, int maps) throws IOException {
        var real = new CifarResNetBackbone();
        Backbone counting = new Backbone() {
            @Override
            public FeatureLayout describe(BackboneSpec spec) {
                FeatureLayout layout = real.describe(spec);
                return new FeatureLayout(
                        layout.classes(),
                        layout.zSize(),
                        layout.taps().stream()
                                .map(tap ->
                                        new TapShape(tapName(tap.name()), tap.channels(), tap.height(), tap.width()))
                                .toList(),
                        layout.imageSize(),
                        layout.normalization());
            }

            private String tapName(String name) {
                return tapName == null ? name : tapName;
            }

            @Override
            public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
                opened.incrementAndGet();
                FrozenClassifier network = real.open(spec, weights);
                return new FrozenClassifier() {
                    @Override
                    public FeatureLayout layout() {
                        return network.layout();
                    }

                    @Override
                    public Features forward(INDArray images, int taps) {
                        seen.addAndGet((int) images.size(0));
                        return network.forward(images, taps);
                    }

                    @Override
                    public void close() {
                        network.close();
                    }
                };
            }

            @Override
            public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
                return real.trainable(spec, training);
            }
        };
        try (var random = real.trainable(SPEC, new ClassifierTraining(0, 0, 0, seed))
                        .orElseThrow();
                var extractor = new FeatureExtractor(
                        cache,
                        Classifier.of(counting, "cifarresnet", SPEC, new Nd4jEncoder(), engine, random.weights()),
                        maps,
                        16,
                        2,
                        work)) {
            return extractor.of(images, Makers.UNKNOWN);
        }
    }

    private static ImageSet images(int count) {
        var data = new ShapesLoader().open(new DatasetRequest(Split.TRAIN, Path.of("."), "", Map.of("count", "60"), 1));
        return new ImageSet("shapes", data, Sample.first(60, count), ImagePreparation.standard(32));
    }
}
