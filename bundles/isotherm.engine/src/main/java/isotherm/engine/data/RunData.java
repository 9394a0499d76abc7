/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.data;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.engine.experiment.DataFolder;
import isotherm.engine.experiment.NamedPlugin;
import isotherm.engine.experiment.SettingKey;
import isotherm.engine.experiment.Settings;
import isotherm.engine.image.ImagePreparation;
import isotherm.engine.image.Resize;
import isotherm.engine.work.StopSignal;
import isotherm.engine.work.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The open data sets of a run. */
public final class RunData implements AutoCloseable {
    private final List<ImageDataset> open = new ArrayList<>();
    private final Map<String, DatasetLoader> loaders;
    private final Settings settings;
    private final DataFolder root;
    private final StopSignal stop;
    private final Map<String, Map<Integer, String>> skipped = new LinkedHashMap<>();
    private ImageSet idTrain;
    private ImageSet idTest;
    private ImageSet oodTrain;
    private final List<ImageSet> oodTest = new ArrayList<>();

    /**
     * Opens them all.
     *
     * @param loaders by name
     * @param root where data sets lie
     */
    public RunData(Settings settings, Map<String, DatasetLoader> loaders, DataFolder root, StopSignal stop, Work work) {
        this.loaders = loaders;
        this.settings = settings;
        this.root = root;
        this.stop = stop;
        int size = settings.integer(SettingKey.IMAGE_SIZE);
        int tests = settings.integer(SettingKey.TEST_COUNT);
        long seed = settings.integer(SettingKey.SEED);
        var standard = ImagePreparation.standard(size);
        try {
            NamedPlugin id = settings.references(SettingKey.ID).get(0);
            idTrain = idTrain(settings, ClassOrder.applied(settings, root.root(), open(id, Split.TRAIN)));
            var test = ClassOrder.applied(settings, root.root(), open(id, Split.TEST));
            idTest = new ImageSet(id.label(), test, Sample.random(test.size(), tests, seed), standard);
            var auxiliary = new JoinedDataset(settings.auxiliary().stream()
                    .map(reference -> open(reference, Split.TRAIN))
                    .toList());
            int[] used = Sample.random(auxiliary.size(), settings.integer(SettingKey.OOD_COUNT), seed);
            var resize = settings.switches().reference("resize") ? Resize.Mode.REFERENCE : Resize.Mode.ANTIALIASED;
            oodTrain = new ImageSet(
                    "auxiliary", auxiliary, used, new ImagePreparation(size, ImagePreparation.Fit.CROP, resize));
            for (NamedPlugin reference : settings.references(SettingKey.OOD_TEST)) {
                var ood = open(reference, Split.TEST);
                int[] chosen = settings.switches().reference("ood.test.images")
                        ? Sample.first(ood.size(), Math.max(1, idTest.size() / 5))
                        : Sample.random(ood.size(), tests, seed);
                oodTest.add(new ImageSet(reference.label(), ood, chosen, standard));
            }
            open.forEach(data -> data.warnings().forEach(work::warn));
            if (settings.text(SettingKey.ON_DAMAGED).equals("skip")) {
                leaveDamagedOut(work);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void leaveDamagedOut(Work work) {
        int threads = settings.integer(SettingKey.THREADS);
        int all = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        idTrain = DamagedImages.leftOut(idTrain, DamagedImages.ID_TRAIN, all, work, skipped);
        idTest = DamagedImages.leftOut(idTest, "id.test", all, work, skipped);
        oodTrain = oodTrain.size() == 0 ? oodTrain : DamagedImages.leftOut(oodTrain, "ood.train", all, work, skipped);
        oodTest.replaceAll(set -> DamagedImages.leftOut(set, "ood.test " + set.label(), all, work, skipped));
    }

    /** Those images of the ID training set that a run with these settings uses, as it sees them. */
    public static ImageSet idTrain(Settings settings, ImageDataset data) {
        return new ImageSet(
                settings.references(SettingKey.ID).get(0).label(),
                data,
                Sample.first(data.size(), settings.integer(SettingKey.ID_COUNT)),
                ImagePreparation.standard(settings.integer(SettingKey.IMAGE_SIZE)));
    }

    private ImageDataset open(NamedPlugin reference, Split split) {
        var data = new RunDataset(
                reference.label(),
                root.open(loaders.get(reference.name()), reference, split, settings.integer(SettingKey.SEED)),
                stop);
        open.add(data);
        return data;
    }

    public ImageSet idTrain() {
        return idTrain;
    }

    public ImageSet idTest() {
        return idTest;
    }

    /** The auxiliary OOD images; may be empty. */
    public ImageSet oodTrain() {
        return oodTrain;
    }

    public List<ImageSet> oodTest() {
        return List.copyOf(oodTest);
    }

    /** Of each set, as the record calls it, the index of each image that is left out since it is damaged, and why. */
    public Map<String, Map<Integer, String>> skipped() {
        return skipped;
    }

    /** Names of the ID classes. */
    public List<String> classes() {
        return idTrain.data().classes();
    }

    /** What identifies the images of this run, for its record. */
    public Map<String, String> fingerprints() {
        var all = new LinkedHashMap<String, String>();
        all.put("id.train", idTrain.fingerprint());
        all.put("id.test", idTest.fingerprint());
        all.put("ood.train", oodTrain.fingerprint());
        oodTest.forEach(set -> all.put("ood.test " + set.label(), set.fingerprint()));
        return all;
    }

    @Override
    public void close() {
        open.forEach(ImageDataset::close);
    }
}
