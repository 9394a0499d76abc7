/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.onnx.OnnxModel;
import isotherm.nn.onnx.OnnxModel.Dimension;
import isotherm.nn.onnx.OnnxModel.Value;
import java.util.List;

/**
 * The images that a model takes.
 *
 * @param batch how many at a time; 0 is any number
 */
record ImageInput(String name, int size, int batch) {
    /** What an experiment can have as its {@code image.size}. */
    private static final int LARGEST = 1024;

    private static final int SMALLEST = 8;

    /** Numbers that all images of a batch have together; 256 MB. */
    private static final long MOST = 1 << 26;

    /**
     * @param wanted height and width that the user gave; 0 where nothing was said
     * @throws ProblemException WEIGHTS_INVALID where the model takes something else, SHAPE_MISMATCH where its images have another
     *     size or an experiment's cannot have the wanted one, CONFIG_MISSING where they may have any and none was given
     */
    static ImageInput of(OnnxModel model, int wanted) {
        if (model.inputs().size() != 1) {
            throw wrong("it has " + model.inputs().size() + " inputs", "one input, the images");
        }
        Value input = model.inputs().get(0);
        List<Dimension> shape = input.shape();
        if (input.type() != OnnxModel.FLOAT32) {
            throw wrong("its input '" + input.name() + "' is not of 32-bit floating point", "float32 images");
        }
        if (shape == null || shape.size() != 4) {
            throw wrong(
                    "its input '" + input.name() + "' is " + (shape == null ? "of no known shape" : shape.toString()),
                    "images as [N, 3, height, width]");
        }
        long channels = shape.get(1).size();
        if (channels != 3 && channels != -1) {
            String last = shape.get(3).size() == 3 ? ", its channels last" : "";
            throw wrong("its input is " + shape + last, "images as [N, 3, height, width]");
        }
        long height = shape.get(2).size(), width = shape.get(3).size();
        long size = Math.max(height, width);
        if (height > 0 && width > 0 && height != width) {
            throw wrong("its input is " + shape, "square images");
        }
        if (size > 0 && wanted > 0 && size != wanted) {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    "image.size",
                    "the ONNX model takes images of " + size + "×" + size + " pixels, not of " + wanted + "×" + wanted,
                    "leave --option image.size out");
        }
        if (size < 0 && wanted == 0) {
            throw new ProblemException(
                    ReasonCode.CONFIG_MISSING,
                    "image.size",
                    "the ONNX model takes images of any size",
                    "say which it was trained with: --option image.size=PIXELS");
        }
        long pixels = size > 0 ? size : wanted;
        if (size < 0 && (pixels < SMALLEST || pixels > LARGEST)) {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    "image.size",
                    "images of " + pixels + " pixels a side are none for an experiment",
                    "say a size of " + SMALLEST + " to " + LARGEST + " pixels: --option image.size=PIXELS");
        }
        if (pixels < SMALLEST || pixels > LARGEST) {
            throw wrong("its images have " + pixels + " pixels a side", SMALLEST + " to " + LARGEST);
        }
        long batch = Math.max(0, shape.get(0).size());
        if (batch > MOST / (3 * pixels * pixels)) {
            throw wrong("it takes " + batch + " images at a time", "fewer");
        }
        return new ImageInput(input.name(), (int) pixels, (int) batch);
    }

    /** How many images a trial takes: two where it may be any number, so that each number of the shapes tells itself. */
    int images() {
        return batch == 0 ? 2 : batch;
    }

    /** Whether a value of a trial has a row of numbers for each image; axes of one number may follow. */
    boolean isRow(long[] shape) {
        if (shape == null || shape.length < 2 || shape[0] != images() || shape[1] < 1) {
            return false;
        }
        for (int axis = 2; axis < shape.length; axis++) {
            if (shape[axis] != 1) {
                return false;
            }
        }
        return true;
    }

    private static ProblemException wrong(String what, String wanted) {
        return new ProblemException(
                ReasonCode.WEIGHTS_INVALID,
                "onnx",
                "the ONNX model is no image classifier that can be used here: " + what,
                "export one that takes " + wanted);
    }
}
