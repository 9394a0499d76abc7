/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import static org.junit.jupiter.api.Assertions.*;

import isotherm.api.dataset.RgbImage;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.engine.experiment.DataFolder;
import isotherm.engine.experiment.Settings;
import isotherm.engine.image.ImagePreparation;
import isotherm.engine.image.Resize;
import isotherm.engine.work.Quiet;
import isotherm.engine.work.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which images a run uses, and how they are resized. */
class RunDataTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "id", "shapes?count=20&size=64",
            "ood.train", "shapes:aux?count=5&size=64",
            "ood.test", "shapes:ood-texture?count=30&size=64",
            "image.size", "32");

    @Test
    void theResizeSwitchConcernsAuxiliaryImagesAlone() throws IOException {
        try (RunData corrected = open(Map.of());
                RunData reference = open(Map.of("switches", "resize=reference"))) {
            assertResized(corrected.oodTrain(), Resize.Mode.ANTIALIASED);
            assertResized(reference.oodTrain(), Resize.Mode.REFERENCE);
            for (ImageSet other : new ImageSet[] {
                reference.idTrain(), reference.idTest(), reference.oodTest().get(0)
            }) {
                assertResized(other, Resize.Mode.ANTIALIASED);
            }
            assertNotEquals(
                    corrected.oodTrain().fingerprint(), reference.oodTrain().fingerprint());
        }
    }

    private static void assertResized(ImageSet images, Resize.Mode mode) throws IOException {
        for (int i = 0; i < images.size(); i++) {
            RgbImage raw = images.data().read(images.indices()[i]);
            assertEquals(64, raw.width());
            byte[] expected = new byte[3 * 32 * 32];
            new ImagePreparation(32, ImagePreparation.Fit.CROP, mode).prepare(raw, expected, 0);
            assertArrayEquals(expected, images.read(i), images.label() + " " + i);
        }
    }

    @Test
    void aFifthOfTheIdImagesInFileOrderOrAllOrASeededSampleIsTested() {
        try (RunData all = open(Map.of());
                RunData fifth = open(Map.of("switches", "ood.test.images=reference"));
                RunData sample = open(Map.of("test.count", "7"));
                RunData again = open(Map.of("test.count", "7"));
                RunData other = open(Map.of("test.count", "7", "seed", "2"))) {
            assertArrayEquals(IntStream.range(0, 30).toArray(), tested(all));
            assertArrayEquals(new int[] {0, 1, 2, 3}, tested(fifth));
            assertEquals(20, fifth.idTest().size());
            assertEquals(7, IntStream.of(tested(sample)).distinct().count());
            assertEquals(7, sample.idTest().size());
            assertArrayEquals(tested(sample), tested(again));
            assertFalse(Arrays.equals(IntStream.range(0, 7).toArray(), tested(sample)), "not the first ones");
            assertFalse(Arrays.equals(tested(sample), tested(other)));
        }
    }

    private static int[] tested(RunData data) {
        return data.oodTest().get(0).indices();
    }

    private static RunData open(Map<String, String> overrides) {
        return new RunData(
                Settings.of(SETTINGS, overrides),
                Map.of("shapes", new ShapesLoader()),
                DataFolder.unbounded(Path.of("no-data-folder")),
                new StopSignal(),
                new Quiet());
    }
}
