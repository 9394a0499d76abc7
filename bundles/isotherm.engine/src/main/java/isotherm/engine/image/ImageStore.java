/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import isotherm.api.dataset.ImageDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Prepared images of a data set for access in any order: in memory up to a limit, else in a mapped file of their own that
 * goes with the store. Reading is safe for use by several threads.
 */
public final class ImageStore implements AutoCloseable {
    /** A buffer holds at most this much, since Java addresses buffers by int. */
    private static final int SEGMENT = 1 << 28;

    private final ImagePreparation preparation;
    private final List<ByteBuffer> segments;
    private final int perSegment;
    private final int[] labels;
    private final Optional<Path> file;

    private ImageStore(ImagePreparation preparation, List<ByteBuffer> segments, int count, Optional<Path> file) {
        this.preparation = preparation;
        this.segments = segments;
        this.perSegment = perSegment(preparation);
        this.labels = new int[count];
        this.file = file;
    }

    /**
     * Reads images once.
     *
     * @param indices which, in the order they get here
     * @param memoryLimit bytes up to which they stay on the heap
     * @param folder where the file of a larger store is made; must exist
     */
    public static ImageStore load(
            ImageDataset data, int[] indices, ImagePreparation preparation, long memoryLimit, int threads, Path folder)
            throws IOException {
        boolean mapped = (long) indices.length * preparation.bytes() > memoryLimit;
        Optional<Path> file = mapped ? Optional.of(Files.createTempFile(folder, "images", ".tmp")) : Optional.empty();
        try {
            ImageStore store =
                    new ImageStore(preparation, allocate(preparation, indices.length, file), indices.length, file);
            store.fill(data, indices, threads);
            return store;
        } catch (IOException | RuntimeException e) {
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
            throw e;
        }
    }

    private static List<ByteBuffer> allocate(ImagePreparation preparation, int count, Optional<Path> file)
            throws IOException {
        List<ByteBuffer> segments = new ArrayList<>();
        for (int from = 0; from < count; from += perSegment(preparation)) {
            int bytes = Math.min(perSegment(preparation), count - from) * preparation.bytes();
            if (file.isEmpty()) {
                segments.add(ByteBuffer.allocate(bytes));
                continue;
            }
            try (FileChannel channel =
                    FileChannel.open(file.get(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                segments.add(channel.map(MapMode.READ_WRITE, (long) from * preparation.bytes(), bytes));
            }
        }
        return segments;
    }

    private void fill(ImageDataset data, int[] indices, int threads) throws IOException {
        try (ImagePipeline pipeline = new ImagePipeline(data, indices, preparation, 64, threads)) {
            int at = 0;
            for (Optional<ImageBatch> next = pipeline.next(); next.isPresent(); next = pipeline.next()) {
                ImageBatch batch = next.get();
                for (int i = 0; i < batch.size(); i++, at++) {
                    labels[at] = batch.labels()[i];
                    segments.get(at / perSegment).put(at % perSegment * bytes(), batch.images(), i * bytes(), bytes());
                }
            }
        }
    }

    public int size() {
        return labels.length;
    }

    /** Side of the stored images, in pixels. */
    public int imageSize() {
        return preparation.size();
    }

    public int label(int index) {
        return labels[index];
    }

    /** Copies one image, [3, size, size], to {@code target} from {@code offset} on. */
    public void copy(int index, byte[] target, int offset) {
        Objects.checkIndex(index, labels.length);
        segments.get(index / perSegment).get(index % perSegment * bytes(), target, offset, bytes());
    }

    /** Images [N, 3, size, size] of the given places. */
    public byte[] gather(int[] indices) {
        byte[] images = new byte[Math.multiplyExact(indices.length, bytes())];
        for (int i = 0; i < indices.length; i++) {
            copy(indices[i], images, i * bytes());
        }
        return images;
    }

    private int bytes() {
        return preparation.bytes();
    }

    private static int perSegment(ImagePreparation preparation) {
        return Math.max(1, SEGMENT / preparation.bytes());
    }

    /** Deletes the file of a large store; its mapping goes when nothing reads it any more. */
    @Override
    public void close() {
        file.ifPresent(path -> {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                path.toFile().deleteOnExit();
            }
        });
    }
}
