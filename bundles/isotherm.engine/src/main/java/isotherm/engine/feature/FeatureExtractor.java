/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.feature;

import isotherm.api.backbone.Features;
import isotherm.api.backbone.FrozenClassifier;
import isotherm.api.backbone.TapShape;
import isotherm.api.wiring.FileName;
import isotherm.engine.classifier.Classifier;
import isotherm.engine.data.ImageSet;
import isotherm.engine.feature.UnfinishedTables.Column;
import isotherm.engine.image.ImageBatch;
import isotherm.engine.image.ImagePipeline;
import isotherm.engine.image.ImageScaling;
import isotherm.engine.maker.Makers;
import isotherm.engine.run.AtomicFile;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Pace;
import isotherm.engine.work.ReusedArrays;
import isotherm.engine.work.TemporaryFiles;
import isotherm.engine.work.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Features of image sets: from the cache where they are there and whole, else computed and put there. A computation that ended
 * early is gone on with. The classifier is
 * opened only when something has to be computed. For use by one thread.
 */
public final class FeatureExtractor implements AutoCloseable {
    /** Whoever computes features writes to their files all the time. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    /** An interrupted run may be resumed after some weeks. */
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    /** What a folder's tables hold: the text that its name is a hash of. */
    private static final String KEY = "key.txt";

    private final Path cache;
    private final Classifier classifier;
    private final int maps;
    private final int batch;
    private final int threads;
    private final Work work;
    private final ReusedArrays arrays = new ReusedArrays();
    private FrozenClassifier network;
    private long done;
    private long total;

    /**
     * @param cache folder of all cached features
     * @param maps how many feature maps are wanted besides z
     * @param batch images a forward pass
     * @param threads that decode images
     */
    public FeatureExtractor(Path cache, Classifier classifier, int maps, int batch, int threads, Work work) {
        this.cache = cache;
        this.classifier = classifier;
        this.maps = maps;
        this.batch = batch;
        this.threads = threads;
        this.work = work;
    }

    /** Says how many images are to come, for progress. */
    public void expect(long images) {
        done = 0;
        total = images;
    }

    /**
     * The features of a set, read or computed.
     *
     * @param makers whose code has a part in them
     */
    public FeatureSet of(ImageSet images, Makers makers) throws IOException {
        var known = FeatureKey.of(classifier, makers, images);
        String key = known.text();
        Path folder = cache.resolve(FileName.of(known.folder()));
        Optional<FeatureSet> cached = read(folder, key, images);
        if (cached.isPresent()) {
            done += images.size();
            return cached.get();
        }
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve(KEY), key + "\n");
        compute(folder, images);
        return read(folder, key, images)
                .orElseThrow(() -> new IOException("the features just written to " + folder + " cannot be read back"));
    }

    private Optional<FeatureSet> read(Path folder, String key, ImageSet images) throws IOException {
        var tables = new ArrayList<FloatTable>();
        boolean damaged = false;
        for (Column column : columns()) {
            Path file = folder.resolve(FileName.of(column.file()));
            if (!Files.exists(file)) {
                continue;
            }
            Optional<FloatTable> table = FloatTable.open(file, images.size(), column.rowSize());
            damaged |= table.isEmpty();
            table.ifPresent(tables::add);
        }
        Path description = folder.resolve(KEY);
        damaged |= (!tables.isEmpty() || Files.exists(description)) && !isOf(description, key);
        if (damaged) {
            work.warn("cached features of '" + images.label() + "' were damaged and are computed again: " + folder);
        }
        return !damaged && tables.size() == columns().size()
                ? Optional.of(FeatureSet.of(tables.get(0), tables.get(1), tables.subList(2, tables.size())))
                : Optional.empty();
    }

    /** Whether the description of a folder of tables, which is written before them, is that of these features. */
    private static boolean isOf(Path description, String key) throws IOException {
        return Files.exists(description)
                && Arrays.equals(Files.readAllBytes(description), (key + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void compute(Path folder, ImageSet images) throws IOException {
        if (network == null) {
            network = classifier.open();
            TemporaryFiles.sweep(cache, ABANDONED);
            UnfinishedTables.sweep(cache, FORGOTTEN);
        }
        var scaling = new ImageScaling(classifier.layout().normalization());
        var pace = new Pace();
        try (var tables = new UnfinishedTables(folder, columns())) {
            int there = tables.rows();
            if (there > 0) {
                work.message("going on with the features of '" + images.label() + "' after " + there + " of "
                        + images.size() + " images");
                done += there;
            }
            if (tables.lost()) {
                work.message("what " + folder + " has of unfinished features" + (there > 0 ? " behind these" : "")
                        + " was torn or damaged, and is computed again");
            }
            int[] rest = Arrays.copyOfRange(images.indices(), there, images.size());
            try (var pipeline = new ImagePipeline(images.data(), rest, images.preparation(), batch, threads)) {
                for (var next = pipeline.next(); next.isPresent(); next = pipeline.next()) {
                    work.check();
                    int count = next.get().size();
                    tables.add(count, features(next.get(), scaling));
                    done += count;
                    work.progress(images.label(), done, Math.max(done, total), pace.count(count), Double.NaN);
                }
            }
            tables.finish();
        }
    }

    /** As many rows as images, an array a column. */
    private List<float[]> features(ImageBatch images, ImageScaling scaling) {
        Features features = network.forward(
                scaling.tensor(images.images(), classifier.layout().imageSize(), arrays, "images"), maps);
        var values = new ArrayList<float[]>();
        values.add(Arrays32.values(features.z()));
        values.add(Arrays32.values(features.logits()));
        features.taps().subList(0, maps).forEach(map -> values.add(Arrays32.values(map)));
        return values;
    }

    private List<Column> columns() {
        var layout = classifier.layout();
        var columns = new ArrayList<Column>();
        columns.add(new Column("z.table", layout.zSize()));
        columns.add(new Column("logits.table", layout.classes()));
        for (int map = 0; map < maps; map++) {
            // never by its name, which a model's file may choose
            TapShape tap = layout.taps().get(map);
            columns.add(new Column("map-" + map + ".table", tap.channels() * tap.height() * tap.width()));
        }
        return columns;
    }

    @Override
    public void close() {
        if (network != null) {
            network.close();
            network = null;
        }
        arrays.close();
    }
}
