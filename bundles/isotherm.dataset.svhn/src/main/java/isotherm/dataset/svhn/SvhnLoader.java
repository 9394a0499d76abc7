/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.svhn;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.dataset.LoaderOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * SVHN, cropped digits (format 2): {@code svhn} or {@code svhn:FOLDER}, which holds {@code train_32x32.mat},
 * {@code test_32x32.mat} and, where asked for, {@code extra_32x32.mat}. For training, {@code extra=add} reads the extra images
 * behind the training images, {@code extra=only} in their stead.
 */
@Component
@DatasetName("svhn")
public final class SvhnLoader implements DatasetLoader {
    private static final String NAME = "svhn";
    private static final String EXTRA = "extra";
    private static final String TRAIN_FILE = "train_32x32.mat";
    private static final String EXTRA_FILE = "extra_32x32.mat";

    @Override
    public ImageDataset open(DatasetRequest request) {
        LoaderOptions.refuseUnknown(NAME, request.options(), Set.of(EXTRA));
        String extra = LoaderOptions.choice(NAME, request.options(), EXTRA, List.of("no", "add", "only"));
        Path folder = request.path(NAME);
        List<Path> files = files(request.split(), extra).stream()
                .map(name -> folder.resolve(FileName.of(name)))
                .toList();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ProblemException(
                        ReasonCode.DATA_MISSING,
                        file.toString(),
                        "SVHN: there is no " + file,
                        "put the cropped digits (format 2) there, or name their folder behind a colon");
            }
        }
        return SvhnDigits.of(files.stream().map(SvhnFile::open).toList());
    }

    private static List<String> files(Split split, String extra) {
        if (split == Split.TEST) {
            return List.of("test_32x32.mat");
        }
        return switch (extra) {
            case "add" -> List.of(TRAIN_FILE, EXTRA_FILE);
            case "only" -> List.of(EXTRA_FILE);
            default -> List.of(TRAIN_FILE);
        };
    }
}
