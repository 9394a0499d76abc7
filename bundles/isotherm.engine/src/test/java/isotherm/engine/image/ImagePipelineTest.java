/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.backbone.Normalization;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class ImagePipelineTest {
    private static final ImagePreparation SMALL = ImagePreparation.standard(8);

    @Test
    void streamsTwentyThousandImagesInOrderAndBoundedMemory() throws IOException {
        Numbered data = new Numbered(20_000, -1);
        int seen = 0;
        try (ImagePipeline pipeline = ImagePipeline.all(data, SMALL, 64, 2)) {
            for (Optional<ImageBatch> next = pipeline.next(); next.isPresent(); next = pipeline.next()) {
                ImageBatch batch = next.get();
                for (int i = 0; i < batch.size(); i++, seen++) {
                    assertEquals(seen, batch.indices()[i]);
                    assertEquals(seen % 7, batch.labels()[i]);
                    assertEquals((byte) seen, batch.images()[i * SMALL.bytes()]);
                }
                // the batch in hand and the threads + 1 behind it
                assertTrue(data.read.get() <= seen + 64 * 3, data.read.get() + " read at " + seen);
            }
        }
        assertEquals(20_000, seen);
    }

    @Test
    void passesOnAFailureAndStopsItsThreads() throws Exception {
        try (ImagePipeline pipeline = ImagePipeline.all(new Numbered(1000, 130), SMALL, 64, 2)) {
            assertTrue(pipeline.next().isPresent());
            assertTrue(pipeline.next().isPresent());
            IOException e = assertThrows(IOException.class, pipeline::next);
            assertEquals("130.jpg: cannot be decoded", e.getMessage());
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("isotherm-images")) {
                // its work is over; on a busy machine the thread itself may need a moment more
                thread.join(300_000);
                assertFalse(thread.isAlive());
            }
        }
    }

    @Test
    void storesImagesInMemoryAndInAFileAlike(@TempDir Path folder) throws IOException {
        int[] indices = IntStream.range(0, 300).map(i -> 299 - i).toArray();
        try (ImageStore heap = ImageStore.load(new Numbered(300, -1), indices, SMALL, 1 << 20, 2, folder);
                ImageStore file = ImageStore.load(new Numbered(300, -1), indices, SMALL, 1000, 2, folder)) {
            assertEquals(0, files(folder), "the file has no name, so that a killed process leaves none");
            assertEquals(300, file.size());
            assertEquals(290 % 7, file.label(9));
            assertArrayEquals(heap.gather(new int[] {5, 0, 299}), file.gather(new int[] {5, 0, 299}));
            assertEquals((byte) (299 - 5), file.gather(new int[] {5})[0]);
            assertThrows(IndexOutOfBoundsException.class, () -> file.gather(new int[] {300}));
        }
        assertEquals(0, files(folder));
    }

    @Test
    void leavesNoFileBehindAFailure(@TempDir Path folder) throws IOException {
        int[] all = IntStream.range(0, 300).toArray();
        assertThrows(IOException.class, () -> ImageStore.load(new Numbered(300, 200), all, SMALL, 1000, 2, folder));
        assertEquals(0, files(folder));
    }

    @Test
    void scalesByChannel() {
        Normalization normalization = new Normalization(List.of(0f, .5f, 0f), List.of(1f, .25f, .5f));
        byte[] images = {0, (byte) 255, (byte) 255, 51, 0, 102};
        INDArray tensor = new ImageScaling(normalization).tensor(images, 1);
        assertArrayEquals(new long[] {2, 3, 1, 1}, tensor.shape());
        assertArrayEquals(new float[] {0, 2, 2, .2f, -2, .8f}, tensor.reshape(6).toFloatVector(), 1e-6f);
    }

    private static long files(Path folder) throws IOException {
        try (var list = Files.list(folder)) {
            return list.count();
        }
    }

    /** Images whose every value is their index. */
    private static final class Numbered implements ImageDataset {
        final AtomicInteger read = new AtomicInteger();
        private final int size;
        private final int broken;

        Numbered(int size, int broken) {
            this.size = size;
            this.broken = broken;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public List<String> classes() {
            return List.of();
        }

        @Override
        public int label(int index) {
            return index % 7;
        }

        @Override
        public RgbImage read(int index) throws IOException {
            read.incrementAndGet();
            if (index == broken) {
                throw new IOException(index + ".jpg: cannot be decoded");
            }
            byte[] pixels = new byte[3 * 16 * 16];
            java.util.Arrays.fill(pixels, (byte) index);
            return new RgbImage(16, 16, pixels);
        }

        @Override
        public String fingerprint() {
            return "numbered";
        }

        @Override
        public void close() {}
    }
}
