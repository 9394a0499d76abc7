/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetOrigins;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.score.FittedScore;
import isotherm.api.score.OodScore;
import isotherm.api.target.TargetAssignment;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.registry.HandFilled;
import isotherm.engine.run.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
    private static final List<String> CATS_AND_DOGS = List.of("cat", "dog");

    @TempDir
    Path folder;

    private final HandFilled extensions = new HandFilled();
    private DatasetOrigins origins;

    @Test
    void anExperimentThatFitsHasNoProblem() {
        pets(CATS_AND_DOGS, CATS_AND_DOGS, 0);
        assertEquals(List.of(), check(Map.of("id", "pets")));
    }

    /** A damaged image of a small set is found; of a large one a few images are read, whatever its size. */
    @Test
    void aFewImagesOfEachSetAreRead() {
        var reads = new AtomicInteger();
        int[] labels = new int[100_000];
        labels[1] = 1;
        extensions.add(DatasetLoader.class, "pets", request -> new Pets(CATS_AND_DOGS, labels, -1, reads));
        assertEquals(List.of(), check(Map.of("id", "pets")));
        assertEquals(2 * 32, reads.get());
        extensions.add(DatasetLoader.class, "few", request -> new Pets(CATS_AND_DOGS, new int[] {0, 1}, 1, reads));
        Problem problem = only(Map.of("ood.test", "few"));
        assertEquals(ReasonCode.DATA_INVALID, problem.code());
        assertEquals("data set 'few': pet 1: truncated", problem.cause());
        assertEquals(List.of(), check(Map.of("ood.test", "few", "on.damaged", "skip")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ood.train", "ood.test", "scores", "metrics"})
    void aListThatIsNeededMayNotBeEmpty(String key) {
        Problem problem = only(Map.of(key, ""));
        assertEquals(ReasonCode.CONFIG_MISSING, problem.code());
        assertEquals(key, problem.subject());
    }

    @ParameterizedTest
    @CsvSource({
        "ood.test, A=shapes:ood-texture?count=20;a=shapes:ood-shapes?count=20, 'a'",
        "ood.test, ID=shapes:ood-texture?count=20, 'ID'",
        "ood.test, Average=shapes:ood-texture?count=20, 'Average'",
        "ood.test, x/y=shapes:ood-texture?count=20;x y=shapes:ood-shapes?count=20, 'x_y'",
        "scores, energy;msp;energy?temperature=2, 'energy'",
        "scores, predicted=msp, 'predicted'",
        "metrics, detection;detection?fpr=reference, 'detection'"
    })
    void labelsThatWouldShareAFileALineOrAColumnAreRefused(String key, String value, String label) {
        Problem problem = only(Map.of(key, value));
        assertEquals(ReasonCode.CONFIG_INVALID, problem.code());
        assertTrue(problem.cause().contains("label '" + label + "' that is taken"), problem::line);
    }

    @ParameterizedTest
    @CsvSource({
        "scores, energy?temprature=2, SCORE, energy, temprature",
        "scores, msp;energy?temperature=warm, SCORE, energy, temperature",
        "scores, heatmap?x=1, SCORE, heatmap, 'x'",
        "metrics, detection?fprr=exact, METRIC, detection, fprr",
        "metrics, detection?fpr=some, METRIC, detection, fpr",
        "decoder.options, filterz=64, DECODER, deconv, filterz",
        "decoder.options, fc=many, DECODER, deconv, fc",
        "scores, sloppy?k=many, SCORE, sloppy, many",
        "scores, lazy?k=1, SCORE, lazy, k"
    })
    void optionsAreCheckedBeforeAnythingIsTrained(
            String key, String value, ExtensionPoint point, String name, String words) {
        addScores();
        Problem problem = only(Map.of(key, value));
        assertEquals(ReasonCode.CONFIG_INVALID, problem.code());
        assertEquals(bundle(point, name), problem.bundle());
        assertTrue(problem.line().contains(words), problem::line);
        // where images are still missing, too, but for a decoder, whose shapes they say
        if (point != ExtensionPoint.DECODER) {
            List<Problem> all = check(Map.of(key, value, "id", "cifar10:nowhere"));
            assertTrue(all.contains(problem), all::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sloppy?k=50", "sloppy", "picky?k=50", "picky", "lazy", "energy?temperature=2.5", "far?k=1"})
    void whatAPlugInMakesOfMadeUpFeaturesIsNoProblem(String score) {
        addScores();
        assertEquals(List.of(), check(Map.of("scores", score)));
    }

    @Test
    void aStrategyThatKnowsNotThePublishedCodesDeparturesIsToldBeforehand() {
        extensions.add(TargetStrategy.class, "own", (id, ood, options) -> {
            options.keySet().stream().findFirst().ifPresent(key -> {
                throw new ProblemException(ReasonCode.CONFIG_INVALID, key, "own has no option " + key, "leave it out");
            });
            return new TargetAssignment(new int[ood.predicted().length], List.of());
        });
        assertEquals(List.of(), check(Map.of("target", "own")));
        Problem problem = only(Map.of("target", "own", "switches", "pairing=reference"));
        assertEquals("own has no option pairing", problem.cause());
        assertEquals(bundle(ExtensionPoint.TARGET, "own"), problem.bundle());
    }

    /** One that parses without care, one that refuses all made-up features, one that fits late, one that is always broken. */
    private void addScores() {
        FittedScore zero = batch -> new double[(int) batch.logits().size(0)];
        extensions.add(OodScore.class, "sloppy", (id, options) -> {
            int k = Integer.parseInt(options.getOrDefault("k", "1"));
            if (k > id.predicted().length) {
                throw new ProblemException(ReasonCode.CONFIG_INVALID, "k", "k is too large", "use less");
            }
            return zero;
        });
        extensions.add(OodScore.class, "picky", (id, options) -> {
            throw new ProblemException(ReasonCode.DATA_INVALID, "z", "the features are no features", "look");
        });
        extensions.add(OodScore.class, "lazy", (id, options) -> {
            if (!options.isEmpty()) {
                throw new IllegalArgumentException("no option " + options.keySet());
            }
            return zero;
        });
        extensions.add(OodScore.class, "far", (id, options) -> {
            throw new IllegalStateException("needs a service that is not there yet");
        });
    }

    @Test
    void aSplitThatLacksAClassIsRefused() {
        pets(CATS_AND_DOGS, List.of("dog"), 0);
        Problem problem = only(Map.of("id", "pets"));
        assertEquals(ReasonCode.DATA_INVALID, problem.code());
        assertTrue(problem.line().contains("'cat' in training and 'dog' in test"), problem::line);
    }

    @Test
    void anInDistributionImageNeedsAClass() {
        pets(CATS_AND_DOGS, CATS_AND_DOGS, -1);
        List<Problem> problems = check(Map.of("id", "pets"));
        assertEquals(2, problems.size());
        assertEquals(ReasonCode.DATA_INVALID, problems.get(0).code());
        assertTrue(problems.get(0).line().contains("1 of the training images of data set 'pets' have no class"));
    }

    @Test
    void whatAPlugInRefusesIsOfItsBundleAndWhereMissingDataComesFromIsToldWithIt() {
        extensions.add(DatasetLoader.class, "gone", request -> {
            throw new ProblemException(ReasonCode.DATA_MISSING, "a.bin", "there is no a.bin", "check --data");
        });
        Problem silent = only(Map.of("ood.test", "gone"));
        assertEquals("check --data", silent.cure());
        assertEquals(bundle(ExtensionPoint.DATASET, "gone"), silent.bundle());
        origins = (data, subject) -> Optional.of("get " + subject + " for " + data.getFileName());
        Problem told = only(Map.of("ood.test", "gone"));
        assertEquals("check --data; get a.bin for data", told.cure());
        assertEquals(silent.bundle(), told.bundle());
        Problem shapes = only(Map.of("decoder.options", "filters=128,64,32"));
        assertEquals(ReasonCode.SHAPE_MISMATCH, shapes.code());
        assertEquals(bundle(ExtensionPoint.DECODER, "deconv"), shapes.bundle());
    }

    private String bundle(ExtensionPoint point, String name) {
        return extensions.list(point).stream()
                .filter(plugin -> plugin.name().equals(name))
                .findFirst()
                .orElseThrow()
                .bundle();
    }

    private Problem only(Map<String, String> settings) {
        List<Problem> problems = check(settings);
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    private List<Problem> check(Map<String, String> overrides) {
        var settings = new HashMap<>(Map.of(
                "id",
                "shapes?count=60",
                "ood.train",
                "shapes:aux?count=30",
                "ood.test",
                "shapes:ood-texture?count=20"));
        settings.putAll(overrides);
        var folders = new Folders(folder.resolve("data"), folder.resolve("runs"));
        var preflight = new Preflight(extensions, folders);
        if (origins != null) {
            preflight.setOrigins(origins);
        }
        return preflight.check(Settings.of(settings, Map.of()));
    }

    /** A data set of two images; the first has the given label, the second 0. */
    private void pets(List<String> train, List<String> test, int first) {
        extensions.add(
                DatasetLoader.class,
                "pets",
                request -> new Pets(
                        request.split() == Split.TRAIN ? train : test, new int[] {first, 0}, -1, new AtomicInteger()));
    }

    private record Pets(List<String> classes, int[] labels, int damaged, AtomicInteger reads) implements ImageDataset {
        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public int label(int index) {
            return labels[index];
        }

        @Override
        public RgbImage read(int index) throws IOException {
            reads.incrementAndGet();
            if (index == damaged) {
                throw new IOException("pet " + index + ": truncated");
            }
            return new RgbImage(1, 1, new byte[3]);
        }

        @Override
        public String fingerprint() {
            return "pets";
        }

        @Override
        public void close() {}
    }
}
