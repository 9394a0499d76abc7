/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import isotherm.api.backbone.TapShape;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.onnx.OnnxModel;
import isotherm.nn.onnx.OnnxWeights;
import isotherm.nn.option.Options;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the classifier in a model: what the options name, what the graph tells, and what a trial shows. */
final class Inspection {
    /** As many as an experiment can have besides z. */
    private static final int MOST_TAPS = 3;

    private final Map<String, String> options;
    private final Links links;
    private final Trial trial;
    private final ImageInput input;
    private final LogitsSearch.Found logits;
    private final Optional<String> features;
    private final List<String> namedTaps;
    private final Map<String, long[]> shapes;

    Inspection(StateDict weights, int imageSize, Map<String, String> options) {
        Options.of(OnnxBackbone.OWNER, options, FoundNetwork.SETTABLE);
        this.options = options;
        OnnxModel model = OnnxWeights.graph(weights);
        links = new Links(model);
        input = ImageInput.of(model, imageSize);
        trial = new Trial(weights, input);
        // names come before what takes its time
        Optional<String> named = Optional.ofNullable(options.get("logits")).map(name -> links.resolve("logits", name));
        namedTaps = namedTaps();
        Optional<String> namedFeatures =
                Optional.ofNullable(options.get("features")).map(name -> links.resolve("features", name));
        logits = new LogitsSearch(links, trial, input).of(named.orElseGet(links::output), named.isPresent());
        Optional<String> head = links.headInput(logits.value());
        features = namedFeatures.or(() -> head);
        Set<String> wanted = new LinkedHashSet<>(List.of(logits.value()));
        head.ifPresent(wanted::add);
        features.ifPresent(wanted::add);
        wanted.addAll(namedTaps);
        shapes = trial.shapes(input.batch() > Trial.FEW ? List.copyOf(wanted) : links.values());
    }

    FoundNetwork network() {
        int classes = row("logits", logits.value());
        if (classes < 2) {
            throw wrong(
                    "its output '" + logits.value() + "' is one number an image",
                    "export a model that gives logits, one a class, or name them with --option logits=NODE");
        }
        String features = features();
        int zSize = row("features", features);
        List<TapShape> taps = taps(features);
        trial.rowsAlone(features, zSize, logits.value(), classes);
        return new FoundNetwork(
                input.name(),
                input.size(),
                input.batch(),
                features,
                zSize,
                logits.value(),
                classes,
                taps,
                PixelScale.of(options),
                logits.passedOver());
    }

    private String features() {
        return features.orElseThrow(() -> new ProblemException(
                ReasonCode.CONFIG_MISSING,
                "features",
                "the ONNX model has no linear layer (Gemm or MatMul) before its logits, whose input would be the"
                        + " features",
                "name the node that gives them: --option features=NODE" + rows()));
    }

    /** Nodes that could be named. */
    private String rows() {
        List<String> rows = links.values().stream()
                .filter(value -> input.isRow(shapes.get(value)))
                .toList();
        return rows.isEmpty() ? "" : ", such as " + String.join(" or ", Links.last(rows));
    }

    private int row(String option, String value) {
        long[] shape = shapes.get(value);
        if (!input.isRow(shape)) {
            throw wrong(
                    "'" + value + "', the " + option + ", is "
                            + (shape == null ? "no float32 tensor" : "of shape " + Trial.text(shape)) + " for "
                            + input.images() + " images, not a row for each",
                    "name another node with --option " + option + "=NODE" + rows());
        }
        return Math.toIntExact(shape[1]);
    }

    private List<String> namedTaps() {
        var named = new LinkedHashSet<String>();
        String text = options.getOrDefault("taps", "").strip();
        for (String name : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String value = links.resolve("taps", name.strip());
            if (value.contains(",")) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID,
                        "taps",
                        "the output of node '" + name.strip() + "' is called '" + value
                                + "', and a comma parts the names of taps",
                        "name another node");
            }
            if (!named.add(value)) {
                throw new ProblemException(
                        ReasonCode.CONFIG_INVALID, "taps", "taps names '" + name.strip() + "' twice", "name it once");
            }
        }
        return List.copyOf(named);
    }

    private List<TapShape> taps(String features) {
        if (!options.containsKey("taps")) {
            return lastOfEachSize(features);
        }
        return namedTaps.stream().map(this::namedTap).toList();
    }

    private TapShape namedTap(String value) {
        long[] shape = shapes.get(value);
        if (!isMap(shape)) {
            throw wrong(
                    "'" + value + "', which taps names, is "
                            + (shape == null ? "no float32 tensor" : "of shape " + Trial.text(shape)) + " for "
                            + input.images() + " images, not square feature maps [N, channels, height, width]",
                    "name another node with --option taps=NODE,NODE");
        }
        return tap(value, shape);
    }

    private boolean isMap(long[] shape) {
        return shape != null
                && shape.length == 4
                && shape[0] == input.images()
                && shape[1] > 0
                && shape[2] > 1
                && shape[2] == shape[3];
    }

    private static TapShape tap(String value, long[] shape) {
        return new TapShape(value, Math.toIntExact(shape[1]), Math.toIntExact(shape[2]), Math.toIntExact(shape[3]));
    }

    /** On the way to the features, the last map of each height, the smallest first. */
    private List<TapShape> lastOfEachSize(String features) {
        Set<String> before = links.before(features);
        var bySize = new LinkedHashMap<Long, TapShape>();
        for (String value : links.values()) {
            long[] shape = shapes.get(value);
            if (before.contains(value) && !links.isCopy(value) && !value.contains(",") && isMap(shape)) {
                bySize.put(shape[2], tap(value, shape));
            }
        }
        return bySize.values().stream()
                .sorted((a, b) -> a.height() - b.height())
                .limit(MOST_TAPS)
                .toList();
    }

    private static ProblemException wrong(String what, String cure) {
        return new ProblemException(
                ReasonCode.WEIGHTS_INVALID, "onnx", "the ONNX model cannot be used so: " + what, cure);
    }
}
