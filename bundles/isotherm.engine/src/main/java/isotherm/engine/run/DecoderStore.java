/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.FeatureLayout;
import isotherm.api.decoder.Decoder;
import isotherm.api.decoder.DecoderSpec;
import isotherm.api.run.DecoderImport;
import isotherm.api.run.Decoders;
import isotherm.api.tensor.StateDict;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.engine.feature.DecoderFeatures;
import isotherm.engine.work.Arrays32;
import isotherm.engine.work.Finite;
import isotherm.engine.work.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Imported decoders, each as a file like a run's {@code decoder.safetensors}. */
@Component
public final class DecoderStore implements Decoders {
    private final Extensions extensions;
    private final Folders folders;

    @Activate
    public DecoderStore(@Reference Extensions extensions, @Reference Folders folders) {
        this.extensions = extensions;
        this.folders = folders;
    }

    @Override
    public List<String> names() {
        return folders.decoders().names();
    }

    @Override
    public String importFile(Path file, DecoderImport about, String name) {
        folders.decoders().checkName(name);
        ForeignDecoder found = ForeignDecoder.read(file, about.snapshot(), about.taps());
        try {
            Finite.require(
                    found.weights(),
                    "weights file " + file.getFileName(),
                    "import a checkpoint saved before its training broke down");
            return keep(file, found, about, name);
        } catch (IOException e) {
            throw ImportedWeights.unusable(folders.decoders().file(name), e);
        } finally {
            Arrays32.close(found.weights());
        }
    }

    private String keep(Path file, ForeignDecoder found, DecoderImport about, String name) throws IOException {
        int taps = taps(file, found, about);
        Path classifierFile = folders.findClassifier(about.classifier());
        var classifier = ClassifierFile.read(classifierFile, about.classifier());
        FeatureLayout layout = layout(classifier);
        var spec = new DecoderSpec(taps, about.options());
        check(found.weights(), about, layout, spec);

        var metadata = new LinkedHashMap<String, String>();
        metadata.put("decoder", about.decoder());
        metadata.put("taps", Integer.toString(taps));
        NetworkOptions.put(new TreeMap<>(about.options()), metadata);
        metadata.put("source", file.getFileName().toString());
        metadata.put("source.sha256", Hash.file(file));
        metadata.put("classifier", about.classifier());
        if (!found.snapshot().isEmpty()) {
            metadata.put("snapshot", found.snapshot());
        }
        boolean firstRow = found.about().isEmpty()
                ? taps == 1 && !about.everyRow()
                : DecoderFile.firstRowOnly(found.about()) && !about.everyRow();
        Path target = folders.decoders().file(name);
        Files.createDirectories(target.getParent());
        new DecoderFile(target)
                .write(
                        found.weights(),
                        new DecoderFeatures(layout, found.ranges(), firstRow),
                        ClassifierFile.hash(classifierFile),
                        metadata);
        return "imported '" + name + "': " + about.decoder() + " of classifier '" + about.classifier() + "', taps="
                + taps + (found.snapshot().isEmpty() ? "" : ", snapshot " + found.snapshot()) + ", "
                + found.weights().tensors().size() + " tensors";
    }

    /** Weights tell nothing of taps, so that only the file's own word and the ranges in it can gainsay. */
    private static int taps(Path file, ForeignDecoder found, DecoderImport about) {
        int taps = about.taps() == 0 ? found.taps().orElse(1) : about.taps();
        int said = found.taps()
                .orElse(found.about().isEmpty() ? taps : found.ranges().ranges().size());
        if (said != taps) {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    file.getFileName().toString(),
                    "decoder file " + file.getFileName() + " is of taps=" + said + ", not of taps=" + taps,
                    "leave --taps out, or give --taps " + said);
        }
        return taps;
    }

    private FeatureLayout layout(ClassifierFile classifier) {
        try (var lease = extensions.acquire(ExtensionPoint.BACKBONE, Backbone.class, classifier.backbone())) {
            return lease.service().describe(classifier.spec());
        }
    }

    private void check(StateDict weights, DecoderImport about, FeatureLayout layout, DecoderSpec spec) {
        try (var lease = extensions.acquire(ExtensionPoint.DECODER, Decoder.class, about.decoder())) {
            lease.service().open(layout, spec, weights).close();
        } catch (ProblemException e) {
            Problem problem = e.problem();
            if (problem.code() != ReasonCode.WEIGHTS_INVALID) {
                throw e;
            }
            throw new ProblemException(
                    new Problem(
                            problem.code(),
                            problem.subject(),
                            problem.cause() + " (z of " + layout.zSize() + ", " + layout.classes()
                                    + " classes, images of " + layout.imageSize() + " pixels)",
                            "give the decoder's own sizes with --option, or the classifier it was trained for"),
                    e);
        }
    }
}
