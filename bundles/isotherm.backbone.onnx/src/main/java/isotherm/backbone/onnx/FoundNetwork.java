/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.backbone.Normalization;
import isotherm.api.backbone.TapShape;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.option.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A classifier in a model, as its import found it, and as the options of its spec tell it again.
 *
 * @param input name of the images
 * @param imageSize their height and width
 * @param batch the only number of images that the model takes at a time; 0 where it takes any
 * @param features the value that is z
 * @param zSize how many numbers z has
 * @param logits the value that is the logits
 * @param shapes of the feature maps, named as the values that are these, deepest first
 * @param passedOver the output of probabilities that the logits stand behind; empty where there is none
 */
record FoundNetwork(
        String input,
        int imageSize,
        int batch,
        String features,
        int zSize,
        String logits,
        int classes,
        List<TapShape> shapes,
        Normalization normalization,
        String passedOver) {
    /** What an import and an experiment may set. */
    static final String[] SETTABLE = {"features", "logits", "taps", "mean", "std"};

    private static final String INPUT = Backbone.FOUND + "input";
    private static final String BATCH = Backbone.FOUND + "batch";
    private static final String FEATURES = Backbone.FOUND + "features";
    private static final String CLASSES = Backbone.FOUND + "logits";
    private static final String TAPS = Backbone.FOUND + "taps";

    private static final List<String> FOUND = List.of(INPUT, BATCH, FEATURES, CLASSES, TAPS);

    /** Only there where an import passed over an output. */
    private static final String PASSED_OVER = Backbone.FOUND + "probabilities";

    List<String> taps() {
        return shapes.stream().map(TapShape::name).toList();
    }

    Map<String, String> options() {
        var options = new LinkedHashMap<String, String>();
        options.put("features", features);
        options.put("logits", logits);
        options.put("taps", String.join(",", taps()));
        options.put("mean", PixelScale.text(normalization.mean()));
        options.put("std", PixelScale.text(normalization.std()));
        options.put(INPUT, imageSize + " " + input);
        options.put(BATCH, Integer.toString(batch));
        options.put(FEATURES, zSize + " " + features);
        options.put(CLASSES, classes + " " + logits);
        options.put(
                TAPS,
                shapes.stream()
                        .map(tap -> tap.channels() + "x" + tap.height() + "x" + tap.width() + " " + tap.name())
                        .collect(Collectors.joining(",")));
        if (!passedOver.isEmpty()) {
            options.put(PASSED_OVER, passedOver);
        }
        return options;
    }

    /**
     * The network that options tell of.
     *
     * @throws ProblemException CONFIG_INVALID for an unknown option, or one that was changed after the import; WEIGHTS_MISSING
     *     where they are of no import
     */
    static FoundNetwork of(Map<String, String> values) {
        var settable = new HashMap<>(values);
        settable.keySet().removeAll(FOUND);
        settable.remove(PASSED_OVER);
        Options.of(OnnxBackbone.OWNER, settable, SETTABLE);
        for (String found : FOUND) {
            if (!values.containsKey(found)) {
                throw new ProblemException(
                        ReasonCode.WEIGHTS_MISSING,
                        "classifier",
                        OnnxBackbone.OWNER + " is what an ONNX file makes of it, and no classifier is named",
                        "import one with: isotherm import FILE.onnx --backbone onnx --as NAME, and set classifier=NAME");
            }
        }
        Sized input = sized(values, INPUT), features = sized(values, FEATURES), logits = sized(values, CLASSES);
        List<TapShape> taps = taps(values.get(TAPS));
        unchanged(values, "features", features.name);
        unchanged(values, "logits", logits.name);
        unchanged(values, "taps", taps.stream().map(TapShape::name).collect(Collectors.joining(",")));
        return new FoundNetwork(
                input.name,
                input.size,
                batch(values.get(BATCH)),
                features.name,
                features.size,
                logits.name,
                logits.size,
                taps,
                PixelScale.of(values),
                values.getOrDefault(PASSED_OVER, ""));
    }

    /** The shapes are those of the nodes that were chosen then. */
    private static void unchanged(Map<String, String> values, String name, String imported) {
        if (!values.getOrDefault(name, imported).equals(imported)) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    name,
                    "the classifier was imported with " + name + "=" + imported + ", and not with " + values.get(name),
                    "import the file again with --option " + name + "=" + values.get(name) + ", under another name");
        }
    }

    private static int batch(String text) {
        if (text.matches("\\d{1,5}")) {
            return Integer.parseInt(text);
        }
        throw damaged(BATCH, text);
    }

    private record Sized(int size, String name) {}

    private static Sized sized(Map<String, String> values, String name) {
        String[] parts = values.get(name).split(" ", 2);
        if (parts.length == 2 && parts[0].matches("[1-9]\\d{0,8}")) {
            return new Sized(Integer.parseInt(parts[0]), parts[1]);
        }
        throw damaged(name, values.get(name));
    }

    private static List<TapShape> taps(String text) {
        var taps = new ArrayList<TapShape>();
        for (String tap : text.isEmpty() ? new String[0] : text.split(",")) {
            String[] parts = tap.split(" ", 2);
            if (parts.length != 2 || !parts[0].matches("([1-9]\\d{0,5}x){2}[1-9]\\d{0,5}")) {
                throw damaged(TAPS, text);
            }
            String[] sizes = parts[0].split("x");
            taps.add(new TapShape(
                    parts[1], Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2])));
        }
        return taps;
    }

    private static ProblemException damaged(String name, String value) {
        return new ProblemException(
                ReasonCode.CONFIG_INVALID,
                name,
                OnnxBackbone.OWNER + " cannot use " + name + " = '" + value + "'",
                "leave it out; the import of the ONNX file sets it");
    }

    /** @throws ProblemException SHAPE_MISMATCH where the experiment has other images or classes */
    FeatureLayout layout(BackboneSpec spec) {
        if (spec.imageSize() != imageSize) {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    "image.size",
                    "the ONNX model takes images of " + imageSize + "×" + imageSize + " pixels, the experiment has "
                            + spec.imageSize() + "×" + spec.imageSize(),
                    "set image.size=" + imageSize);
        }
        if (spec.classes() != classes) {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    "classes",
                    "the ONNX model tells " + classes + " classes apart, the data set has " + spec.classes(),
                    "set classifier or id to one that fits the other");
        }
        return new FeatureLayout(classes, zSize, shapes, imageSize, normalization);
    }
}
