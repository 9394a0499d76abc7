/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.dataset.Fingerprint;
import isotherm.image.dataset.LoaderOptions;
import isotherm.image.dataset.PackedImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * IDX files, the format of MNIST, Fashion-MNIST, notMNIST, QMNIST and EMNIST: {@code idx:FOLDER}, which holds
 * {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}, respectively {@code t10k-…}, as they are or with gzip
 * ({@code .gz}), or such files with a set's name in front: {@code emnist-letters-test-images-idx3-ubyte}. Grey is repeated to
 * red, green and blue. Options: {@code set}, where the folder has several; {@code names}, what the labels stand for;
 * {@code turned}, whether the images lie on their side, as EMNIST's do.
 */
@Component
@DatasetName("idx")
public final class IdxLoader implements DatasetLoader {
    private static final String NAME = "idx";
    private static final String TURNED = "turned";
    private static final Set<String> OPTIONS = Set.of(ClassNames.OPTION, IdxFiles.OPTION, TURNED);

    @Override
    public ImageDataset open(DatasetRequest request) {
        Map<String, String> options = request.options();
        LoaderOptions.refuseUnknown(NAME, options, OPTIONS);
        Optional<ClassNames> names = options.containsKey(ClassNames.OPTION)
                ? Optional.of(
                        ClassNames.of(LoaderOptions.choice(NAME, options, ClassNames.OPTION, ClassNames.options())))
                : Optional.empty();
        String turned = LoaderOptions.choice(NAME, options, TURNED, List.of("auto", "true", "false"));
        if (request.location().isEmpty()) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID, NAME, "idx needs a folder", "write idx:FOLDER, such as idx:mnist");
        }
        Path folder = request.path("");
        IdxFiles files = IdxFiles.find(folder, request.split(), options.getOrDefault(IdxFiles.OPTION, ""));
        boolean emnist = files.set().startsWith("emnist-");
        IdxFile file = IdxFile.images(files.images());
        IdxImages images = IdxImages.of(file, turned.equals("auto") ? emnist : turned.equals("true"));
        IdxLabels labels = IdxLabels.of(IdxFile.labels(files.labels()), files.set(), names);
        if (file.count() != labels.file().count()) {
            throw file.invalid("holds " + file.count() + " images, but "
                    + labels.file().path().getFileName() + " " + labels.file().count() + " labels");
        }
        return new PackedImages(
                file.count(),
                labels.classes(),
                labels::of,
                images::read,
                () -> fingerprint(images, labels),
                warnings(folder, emnist || !turned.equals("auto"), labels));
    }

    /** Nothing but the labels tells that files are EMNIST's which have another name. */
    private static List<String> warnings(Path folder, boolean known, IdxLabels labels) {
        return known || !labels.looksLikeEmnist()
                ? List.of()
                : List.of("the labels in " + folder
                        + " are 1 to 26, as those of EMNIST's letters, whose images lie on their"
                        + " side; if they are, set names=letters&turned=true, and otherwise turned=false");
    }

    /** Of the content: compressed or not makes no difference. */
    private static String fingerprint(IdxImages images, IdxLabels labels) {
        var fingerprint = new Fingerprint()
                .line(images.layout())
                .content(images.file().content())
                .content(labels.file().content());
        return labels.first() == 0
                ? fingerprint.value()
                : fingerprint.line("first " + labels.first()).value();
    }
}
