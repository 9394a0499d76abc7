/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.report;

import isotherm.api.dataset.RgbImage;
import isotherm.api.tensor.StateDict;
import isotherm.nn.Floats;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The tensors beside gallery.json: {@code images} and {@code prototypes} [N, 3, height, width] in [-1, 1], {@code heatmaps}
 * [N, height, width]. Frees them when closed.
 */
final class GalleryTensors implements AutoCloseable {
    private final RunFolder run;
    private final StateDict tensors;

    GalleryTensors(RunFolder run) {
        this.run = run;
        this.tensors = run.tensors();
    }

    RgbImage image(String name, int row) {
        INDArray images = find(name, row, 4);
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        if (images.size(1) != 3) {
            throw run.damaged(RunFolder.TENSORS, "tensor '" + name + "' holds no colour images");
        }
        float[] values = values(images, row);
        byte[] rgb = new byte[values.length];
        for (int i = 0; i < rgb.length; i++) {
            float value = values[i % 3 * width * height + i / 3];
            rgb[i] = (byte) Math.round(Math.max(0, Math.min(255, (value + 1) * 127.5)));
        }
        return new RgbImage(width, height, rgb);
    }

    /** Magnitudes for each pixel of the image of that row. */
    float[] heatmap(int row, RgbImage image) {
        INDArray heatmaps = find("heatmaps", row, 3);
        if (heatmaps.size(1) != image.height() || heatmaps.size(2) != image.width()) {
            throw run.damaged(RunFolder.TENSORS, "heatmaps and images are not of one size");
        }
        return values(heatmaps, row);
    }

    private INDArray find(String name, int row, int rank) {
        INDArray tensor = tensors.find(name);
        if (tensor == null || tensor.rank() != rank || row < 0 || row >= tensor.size(0)) {
            throw run.damaged(RunFolder.TENSORS, "there is no row " + row + " of " + name + " in it");
        }
        return tensor;
    }

    private static float[] values(INDArray tensor, int row) {
        return Floats.values(tensor.get(NDArrayIndex.point(row)));
    }

    @Override
    public void close() {
        tensors.tensors().values().forEach(INDArray::close);
    }
}
