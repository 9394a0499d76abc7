/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.classifier;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.BackboneSpec;
import isotherm.api.run.Classifiers;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.run.Folders;
import isotherm.engine.run.ImportedWeights;
import isotherm.engine.run.NetworkOptions;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Finite;
import isotherm.engine.work.Hash;
import isotherm.nn.checkpoint.Checkpoints;
import isotherm.nn.checkpoint.SafeTensors;
import isotherm.nn.onnx.OnnxWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Imported classifiers as safetensors files, whose metadata says what they are. */
@Component(service = {Classifiers.class, ClassifierStore.class})
public final class ClassifierStore implements Classifiers {
    /** Where neither the importer nor the weights say. */
    private static final int IMAGE_SIZE = 32;

    private final Extensions extensions;
    private final Folders folders;

    @Activate
    public ClassifierStore(@Reference Extensions extensions, @Reference Folders folders) {
        this.extensions = extensions;
        this.folders = folders;
    }

    @Override
    public List<String> names() {
        return folders.classifiers().names();
    }

    @Override
    public String importFile(Path file, String backbone, Map<String, String> backboneOptions, String name) {
        folders.classifiers().checkName(name);
        StateDict weights = Checkpoints.read(file).stateDict();
        try {
            Finite.require(
                    weights,
                    "weights file " + file.getFileName(),
                    "import a checkpoint saved before its training broke down");
            return keep(file, weights, backbone, new TreeMap<>(backboneOptions), name);
        } finally {
            Arrays32.close(weights);
        }
    }

    private String keep(Path file, StateDict weights, String backbone, Map<String, String> options, String name) {
        int imageSize = imageSize(options.remove("image.size"));
        Path target = folders.classifiers().file(name);
        try (var lease = extensions.acquire(ExtensionPoint.BACKBONE, Backbone.class, backbone)) {
            Optional<BackboneSpec> recognized = lease.service().recognize(weights, imageSize, options);
            if (recognized.isEmpty() && weights.has(OnnxWeights.GRAPH)) {
                throw new ProblemException(
                        ReasonCode.WEIGHTS_INVALID,
                        file.toString(),
                        file.getFileName() + " is an ONNX model, which backbone '" + backbone + "' does not take",
                        "import it with --backbone onnx");
            }
            BackboneSpec spec = recognized.orElseGet(
                    () -> new BackboneSpec(classes(file, weights), imageSize == 0 ? IMAGE_SIZE : imageSize, options));
            try (var check = lease.service().open(spec, weights)) {
                var metadata = new LinkedHashMap<String, String>();
                metadata.put("backbone", backbone);
                NetworkOptions.put(new TreeMap<>(spec.options()), metadata);
                metadata.put("classes", Integer.toString(check.layout().classes()));
                metadata.put("image.size", Integer.toString(spec.imageSize()));
                metadata.put("source", file.getFileName().toString());
                metadata.put("source.sha256", Hash.file(file));
                Files.createDirectories(target.getParent());
                SafeTensors.write(target, weights, metadata);
            }
            return "imported '" + name + "': " + backbone + ", " + spec.classes() + " classes, "
                    + weights.tensors().size() + " tensors"
                    + recognized.map(ClassifierStore::found).orElse("")
                    + recognized.map(lease.service()::remarks).orElse(List.of()).stream()
                            .map(remark -> "; " + remark)
                            .collect(Collectors.joining());
        } catch (IOException e) {
            throw ImportedWeights.unusable(target, e);
        }
    }

    /** What a backbone took from the weights, for whoever might want it otherwise. */
    private static String found(BackboneSpec spec) {
        return new TreeMap<>(spec.options())
                .entrySet().stream()
                        .filter(option -> !option.getKey().startsWith(Backbone.FOUND))
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining(" ", ", image.size=" + spec.imageSize() + " ", ""));
    }

    /** 0 where nothing is said. */
    private static int imageSize(String text) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID,
                    "image.size",
                    "image.size cannot be '" + text + "'",
                    "use a whole number of pixels");
        }
        return Integer.parseInt(text);
    }

    /** The linear head is the last matrix of a checkpoint, classes×features. */
    private static int classes(Path file, StateDict weights) {
        INDArray head = null;
        for (INDArray tensor : weights.tensors().values()) {
            head = tensor.rank() == 2 ? tensor : head;
        }
        if (head == null) {
            throw new ProblemException(
                    ReasonCode.WEIGHTS_INVALID,
                    file.toString(),
                    file.getFileName() + " holds no linear head",
                    "import a classifier's checkpoint");
        }
        return Math.toIntExact(head.size(0));
    }
}
