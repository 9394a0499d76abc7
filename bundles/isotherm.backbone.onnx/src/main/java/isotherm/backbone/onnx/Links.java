/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.backbone.onnx;

import isotherm.api.wiring.NearestName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.onnx.OnnxModel;
import isotherm.nn.onnx.OnnxModel.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which operation makes which value of a model from which others. */
final class Links {
    private static final Set<String> PRODUCTS = Set.of("Gemm", "MatMul");

    /** What exporters put between a map and its pooling. */
    private static final Set<String> COPIES = Set.of("Pad", "Identity", "Dropout");

    private static final int NAMED = 3;

    private final OnnxModel model;
    private final Map<String, Operation> makers = new LinkedHashMap<>();
    private final Set<String> constant;

    Links(OnnxModel model) {
        this.model = model;
        constant = new HashSet<>(model.constants());
        for (Operation operation : model.operations()) {
            List<String> outputs = real(operation.outputs());
            outputs.forEach(output -> makers.put(output, operation));
            if (constant.containsAll(real(operation.inputs()))) {
                constant.addAll(outputs);
            }
        }
    }

    private static List<String> real(List<String> names) {
        return names.stream().filter(name -> !name.isEmpty()).toList();
    }

    /** All values that depend on the images, in the order in which they are made. */
    List<String> values() {
        return makers.keySet().stream()
                .filter(value -> !constant.contains(value))
                .toList();
    }

    /** The value of a name that the user gave: a value's own, or that of the node which makes it. */
    String resolve(String option, String name) {
        if (makers.containsKey(name)) {
            return name;
        }
        return model.operations().stream()
                .filter(operation -> operation.name().equals(name))
                .flatMap(operation -> real(operation.outputs()).stream())
                .findFirst()
                .orElseThrow(() -> unknown(option, name));
    }

    private ProblemException unknown(String option, String name) {
        var all = new ArrayList<String>();
        for (String value : values()) {
            String node = makers.get(value).name();
            all.add(node.isEmpty() ? value : node);
        }
        var near = new LinkedHashSet<String>();
        NearestName.of(name, all).ifPresent(near::add);
        String part = name.toLowerCase(Locale.ROOT);
        List<String> containing = all.stream()
                .filter(one -> one.toLowerCase(Locale.ROOT).contains(part))
                .toList();
        near.addAll(last(containing));
        String cure = near.isEmpty()
                ? "its last ones are: " + String.join(", ", last(all))
                : "did you mean '" + String.join("' or '", near) + "'?";
        return new ProblemException(
                ReasonCode.CONFIG_INVALID,
                option,
                "the ONNX model has no node '" + name + "', which " + option + " names",
                cure);
    }

    /** Whether a value is another one over again. */
    boolean isCopy(String value) {
        return COPIES.contains(makers.get(value).operator());
    }

    static List<String> last(List<String> names) {
        return names.subList(Math.max(0, names.size() - NAMED), names.size());
    }

    /** The model's first output. */
    String output() {
        return model.outputs().get(0).name();
    }

    /**
     * A value and those it is made of that depend on the images, the nearest first: an operation's inputs come after its output,
     * and after all that was made later.
     *
     * @param most how many at the most
     */
    List<String> upstream(String value, int most) {
        Set<String> needed = new HashSet<>(Set.of(value));
        var found = new LinkedHashSet<>(Set.of(value));
        List<Operation> operations = model.operations();
        for (int i = operations.size() - 1; i >= 0 && found.size() < most; i--) {
            Operation operation = operations.get(i);
            if (operation.outputs().stream().anyMatch(needed::contains)) {
                found.addAll(real(operation.outputs()).stream()
                        .filter(needed::contains)
                        .toList());
                needed.addAll(real(operation.inputs()));
            }
        }
        found.removeAll(constant);
        return List.copyOf(found);
    }

    /** What the last linear layer on the way to the logits takes; empty where there is none. */
    Optional<String> headInput(String logits) {
        Set<String> needed = new HashSet<>(Set.of(logits));
        List<Operation> operations = model.operations();
        for (int i = operations.size() - 1; i >= 0; i--) {
            Operation operation = operations.get(i);
            if (operation.outputs().stream().noneMatch(needed::contains)) {
                continue;
            }
            List<String> inputs = real(operation.inputs());
            needed.addAll(inputs);
            if (PRODUCTS.contains(operation.operator()) && inputs.size() >= 2) {
                boolean weightsRight = constant.contains(inputs.get(1));
                boolean weightsLeft = constant.contains(inputs.get(0));
                if (weightsRight != weightsLeft) {
                    return Optional.of(inputs.get(weightsRight ? 0 : 1));
                }
            }
        }
        return Optional.empty();
    }

    /** Values that a value is made of, itself included. */
    Set<String> before(String value) {
        Set<String> needed = new HashSet<>(Set.of(value));
        List<Operation> operations = model.operations();
        for (int i = operations.size() - 1; i >= 0; i--) {
            if (operations.get(i).outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(operations.get(i).inputs());
            }
        }
        return needed;
    }
}
