/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.wiring.FullDisk;
import isotherm.engine.work.Appending;
import isotherm.engine.work.TemporaryFiles;
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
 * has no name any more, so that it goes with the process. Reading is safe for use by several threads.
 */
public final class ImageStore implements AutoCloseable {
    /** A buffer holds at most this much, since Java addresses buffers by int. */
    private static final int SEGMENT = 1 << 28;

    private final ImagePreparation preparation;
    private final List<ByteBuffer> segments;
    private final int[] labels;

    private ImageStore(ImagePreparation preparation, List<ByteBuffer> segments, int[] labels) {
        this.preparation = preparation;
        this.segments = segments;
        this.labels = labels;
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
        var labels = new int[indices.length];
        try (var pipeline = new ImagePipeline(data, indices, preparation, 64, threads)) {
            List<ByteBuffer> segments = (long) indices.length * preparation.bytes() <= memoryLimit
                    ? onHeap(pipeline, preparation, labels)
                    : inFile(pipeline, preparation, labels, folder);
            return new ImageStore(preparation, segments, labels);
        }
    }

    private static List<ByteBuffer> onHeap(ImagePipeline pipeline, ImagePreparation preparation, int[] labels)
            throws IOException {
        var segments = new ArrayList<ByteBuffer>();
        int perSegment = perSegment(preparation);
        for (int from = 0; from < labels.length; from += perSegment) {
            segments.add(ByteBuffer.allocate(Math.min(perSegment, labels.length - from) * preparation.bytes()));
        }
        int at = 0;
        for (Optional<ImageBatch> next = pipeline.next(); next.isPresent(); next = pipeline.next()) {
            ImageBatch batch = next.get();
            for (int i = 0; i < batch.size(); i++, at++) {
                labels[at] = batch.labels()[i];
                segments.get(at / perSegment).put(batch.images(), i * preparation.bytes(), preparation.bytes());
            }
        }
        return segments;
    }

    /** Written as a file and mapped only then: a disk that fills up under a mapping would take the process with it. */
    private static List<ByteBuffer> inFile(
            ImagePipeline pipeline, ImagePreparation preparation, int[] labels, Path folder) throws IOException {
        Path file = TemporaryFiles.beside(folder.resolve("images"));
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int at = 0;
            for (Optional<ImageBatch> next = pipeline.next(); next.isPresent(); next = pipeline.next()) {
                ImageBatch batch = next.get();
                System.arraycopy(batch.labels(), 0, labels, at, batch.size());
                at += batch.size();
                Appending.write(channel, ByteBuffer.wrap(batch.images()));
            }
            return map(channel, perSegment(preparation) * preparation.bytes());
        } catch (IOException e) {
            FullDisk.check(folder.resolve("images"), e);
            throw e;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<ByteBuffer> map(FileChannel channel, int step) throws IOException {
        var segments = new ArrayList<ByteBuffer>();
        for (long from = 0; from < channel.size(); from += step) {
            segments.add(channel.map(MapMode.READ_ONLY, from, Math.min(step, channel.size() - from)));
        }
        return segments;
    }

    public int size() {
        return labels.length;
    }

    /** Side of the stored images, in pixels. */
    public int imageSize() {
        return preparation.size();
    }

    /** Of one stored image. */
    public int imageBytes() {
        return preparation.bytes();
    }

    public int label(int index) {
        return labels[index];
    }

    /** Copies one image, [3, size, size], to {@code target} from {@code offset} on. */
    public void copy(int index, byte[] target, int offset) {
        Objects.checkIndex(index, labels.length);
        int perSegment = perSegment(preparation);
        int bytes = preparation.bytes();
        segments.get(index / perSegment).get(index % perSegment * bytes, target, offset, bytes);
    }

    /** Images [N, 3, size, size] of the given places. */
    public byte[] gather(int[] indices) {
        int bytes = preparation.bytes();
        byte[] images = new byte[Math.multiplyExact(indices.length, bytes)];
        for (int i = 0; i < indices.length; i++) {
            copy(indices[i], images, i * bytes);
        }
        return images;
    }

    private static int perSegment(ImagePreparation preparation) {
        return Math.max(1, SEGMENT / preparation.bytes());
    }

    /** Lets go of the images; a mapping goes when nothing reads it any more. */
    @Override
    public void close() {
        segments.clear();
    }
}
