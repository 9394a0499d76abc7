/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.dataset.Fingerprint;
import isotherm.image.dataset.LoaderOptions;
import isotherm.image.dataset.PackedImages;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * IDX files, the format of MNIST, Fashion-MNIST and notMNIST: {@code idx:FOLDER}, which holds {@code train-images-idx3-ubyte}
 * and {@code train-labels-idx1-ubyte}, respectively {@code t10k-…}, as they are or with gzip ({@code .gz}). Grey is repeated
 * to red, green and blue. The classes are {@code digits} (the default), {@code fashion} or {@code letters} (A to J) with
 * {@code names=…}.
 */
@Component
@DatasetName("idx")
public final class IdxLoader implements DatasetLoader {
    private static final String NAME = "idx";

    @Override
    public ImageDataset open(DatasetRequest request) {
        LoaderOptions.refuseUnknown(NAME, request.options(), Set.of(ClassNames.OPTION));
        ClassNames names =
                ClassNames.of(LoaderOptions.choice(NAME, request.options(), ClassNames.OPTION, ClassNames.options()));
        if (request.location().isEmpty()) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID, NAME, "idx needs a folder", "write idx:FOLDER, such as idx:mnist");
        }
        Path folder = request.root().resolve(request.location());
        String part = request.split() == Split.TRAIN ? "train" : "t10k";
        IdxFile images = IdxFile.open(find(folder, part + "-images", "idx3-ubyte"), 3);
        IdxFile labels = IdxFile.open(find(folder, part + "-labels", "idx1-ubyte"), 1);
        if (images.count() != labels.count()) {
            throw images.invalid("holds " + images.count() + " images, but "
                    + labels.path().getFileName() + " " + labels.count() + " labels");
        }
        int most = IntStream.range(0, labels.count())
                .map(i -> labels.content().get(i) & 0xFF)
                .max()
                .orElse(0);
        List<String> classes = names.upTo(most)
                .orElseThrow(() -> labels.invalid("has a label " + most + ", but there are 10 names of " + names));
        return new PackedImages(
                images.count(),
                classes,
                i -> labels.content().get(i) & 0xFF,
                i -> image(images, i),
                () -> fingerprint(images, labels),
                List.of());
    }

    private static RgbImage image(IdxFile images, int index) {
        byte[] grey = new byte[images.rows() * images.columns()];
        ByteBuffer content = images.content();
        content.get(index * grey.length, grey);
        byte[] pixels = new byte[3 * grey.length];
        for (int i = 0; i < grey.length; i++) {
            pixels[3 * i] = grey[i];
            pixels[3 * i + 1] = grey[i];
            pixels[3 * i + 2] = grey[i];
        }
        return new RgbImage(images.columns(), images.rows(), pixels);
    }

    /** Of the content: compressed or not makes no difference. */
    private static String fingerprint(IdxFile images, IdxFile labels) {
        return new Fingerprint()
                .line(images.rows() + "×" + images.columns())
                .content(images.content())
                .content(labels.content())
                .value();
    }

    private static Path find(Path folder, String stem, String kind) {
        List<Path> names = new ArrayList<>();
        // some unpackers write a dot for the second hyphen
        for (String name : List.of(stem + "-" + kind, stem + "." + kind)) {
            names.add(folder.resolve(name + ".gz"));
            names.add(folder.resolve(name));
        }
        Optional<Path> found = names.stream().filter(Files::isRegularFile).findFirst();
        return found.orElseThrow(() -> new ProblemException(
                ReasonCode.DATA_MISSING,
                names.get(0).toString(),
                "there is neither " + names.get(0) + " nor " + names.get(1).getFileName(),
                "put the four IDX files of the data set into " + folder));
    }
}
