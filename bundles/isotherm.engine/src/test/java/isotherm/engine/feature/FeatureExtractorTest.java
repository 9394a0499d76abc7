/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import static org.junit.jupiter.api.Assertions.*;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.ClassifierTraining;
import isotherm.api.backbone.FrozenClassifier;
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
import isotherm.engine.work.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureExtractorTest {
    @TempDir
    Path dir;

    private final AtomicInteger opened = new AtomicInteger();
    private final Quiet work = new Quiet();

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

    @Test
    void otherImagesHaveOtherFeatures() throws IOException {
        extract(images(20), 0);
        assertEquals(21, extract(images(21), 0).size());
        assertEquals(2, opened.get());
    }

    @Test
    void aDamagedTableIsNoticedAndRebuilt() throws IOException {
        FeatureSet whole = extract(images(20), 0);
        float[] row = whole.z().gather(7);
        Path table;
        try (Stream<Path> files = Files.walk(dir)) {
            table = files.filter(f -> f.endsWith("z.table")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length - 9] ^= 4;
        Files.delete(table);
        Files.write(table, bytes);
        assertArrayEquals(row, extract(images(20), 0).z().gather(7));
        assertEquals(2, opened.get());
        assertEquals(1, work.warnings.size(), work.warnings.toString());
        assertTrue(work.warnings.get(0).contains("damaged"));
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
        var real = new CifarResNetBackbone();
        Backbone counting = new Backbone() {
            @Override
            public isotherm.api.backbone.FeatureLayout describe(BackboneSpec spec) {
                return real.describe(spec);
            }

            @Override
            public FrozenClassifier open(BackboneSpec spec, StateDict weights) {
                opened.incrementAndGet();
                return real.open(spec, weights);
            }

            @Override
            public Optional<TrainableClassifier> trainable(BackboneSpec spec, ClassifierTraining training) {
                return real.trainable(spec, training);
            }
        };
        try (var random =
                        real.trainable(SPEC, new ClassifierTraining(0, 0, 0, 1)).orElseThrow();
                var extractor = new FeatureExtractor(
                        dir, Classifier.of(counting, "cifarresnet", SPEC, random.weights()), maps, 16, 2, work)) {
            return extractor.of(images);
        }
    }

    private static ImageSet images(int count) {
        var data = new ShapesLoader().open(new DatasetRequest(Split.TRAIN, Path.of("."), "", Map.of("count", "60"), 1));
        return new ImageSet("shapes", data, Sample.first(60, count), ImagePreparation.standard(32));
    }
}
