/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import isotherm.api.dataset.ImageDataset;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Reads images of a data set on threads of its own, ahead of whoever computes with them. At most {@code threads + 2} batches
 * exist at a time, however large the data set is. For use by one thread.
 */
public final class ImagePipeline implements AutoCloseable {
    private final ImageDataset data;
    private final int[] indices;
    private final ImagePreparation preparation;
    private final int batch;
    private final int ahead;
    private final ExecutorService threads;
    private final Queue<Future<ImageBatch>> queue = new ArrayDeque<>();
    private int submitted;

    /**
     * @param indices which images, in which order
     * @param batch images a batch; the last one may be smaller
     * @param threads how many decode at once
     */
    public ImagePipeline(ImageDataset data, int[] indices, ImagePreparation preparation, int batch, int threads) {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "a pipeline needs a batch size and threads, got " + batch + " and " + threads);
        }
        this.data = data;
        this.indices = indices.clone();
        this.preparation = preparation;
        this.batch = batch;
        this.ahead = threads + 1;
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "isotherm-images");
            thread.setDaemon(true);
            return thread;
        });
        fill();
    }

    /** All images of a data set, in its order. */
    public static ImagePipeline all(ImageDataset data, ImagePreparation preparation, int batch, int threads) {
        return new ImagePipeline(data, IntStream.range(0, data.size()).toArray(), preparation, batch, threads);
    }

    /**
     * The next batch, in order; empty at the end.
     *
     * @throws IOException as the data set threw it, naming the file
     */
    public Optional<ImageBatch> next() throws IOException {
        Future<ImageBatch> first = queue.poll();
        if (first == null) {
            return Optional.empty();
        }
        fill();
        try {
            return Optional.of(first.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading images");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof RuntimeException runtime) {
                throw runtime;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        }
    }

    private void fill() {
        while (queue.size() < ahead && submitted < indices.length) {
            int[] part = Arrays.copyOfRange(indices, submitted, Math.min(indices.length, submitted + batch));
            submitted += part.length;
            queue.add(threads.submit(() -> read(part)));
        }
    }

    private ImageBatch read(int[] part) throws IOException {
        byte[] images = new byte[Math.multiplyExact(part.length, preparation.bytes())];
        int[] labels = new int[part.length];
        for (int i = 0; i < part.length; i++) {
            if (Thread.interrupted()) {
                throw new InterruptedIOException("closed");
            }
            preparation.prepare(data.read(part[i]), images, i * preparation.bytes());
            labels[i] = data.label(part[i]);
        }
        return new ImageBatch(part, images, labels);
    }

    /** Stops the threads and waits for the image each is at, so that the data set can be closed afterwards. */
    @Override
    public void close() {
        threads.shutdownNow();
        queue.clear();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
