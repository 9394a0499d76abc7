/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import isotherm.api.backbone.Normalization;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The options {@code mean} and {@code std}: what pixels of [0, 1] are normalised by, three numbers each or one for all. */
final class PixelScale {
    private static final String MEAN = "0.485,0.456,0.406";
    private static final String STD = "0.229,0.224,0.225";

    private PixelScale() {}

    /** Those of ImageNet where the options say nothing. */
    static Normalization of(Map<String, String> options) {
        return new Normalization(
                three("mean", options.getOrDefault("mean", MEAN), false),
                three("std", options.getOrDefault("std", STD), true));
    }

    static String text(List<Float> three) {
        return three.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Float> three(String name, String text, boolean positive) {
        var numbers = new ArrayList<Float>();
        try {
            for (String number : text.split(",", -1)) {
                numbers.add(Float.valueOf(number.strip()));
            }
        } catch (NumberFormatException e) {
            throw wrong(name, text, positive);
        }
        if (numbers.size() == 1) {
            numbers.add(numbers.get(0));
            numbers.add(numbers.get(0));
        }
        if (numbers.size() != 3 || !numbers.stream().allMatch(n -> Float.isFinite(n) && (!positive || n > 0))) {
            throw wrong(name, text, positive);
        }
        return numbers;
    }

    private static ProblemException wrong(String name, String text, boolean positive) {
        return new ProblemException(
                ReasonCode.CONFIG_INVALID,
                name,
                OnnxBackbone.OWNER + " cannot use " + name + " = '" + text + "'",
                "give three " + (positive ? "positive " : "")
                        + "numbers, of red, green and blue between 0 and 1, parted by commas, or one for all");
    }
}
