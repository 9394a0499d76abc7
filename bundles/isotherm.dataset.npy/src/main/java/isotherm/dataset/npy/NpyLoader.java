/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.npy;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.dataset.LoaderOptions;
import isotherm.image.dataset.PackedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * A NumPy array of images: {@code npy:FILE}, such as the subset of 80M TinyImages, {@code npy:300K_random_images.npy}. The
 * array is [N, height, width, 3] or, grey, [N, height, width], of unsigned bytes in C order. The images have no labels, and
 * there are no parts. The file is mapped, never loaded.
 */
@Component
@DatasetName("npy")
public final class NpyLoader implements DatasetLoader {
    private static final String NAME = "npy";

    @Override
    public ImageDataset open(DatasetRequest request) {
        LoaderOptions.refuseUnknown(NAME, request.options(), Set.of());
        if (request.location().isEmpty()) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID, NAME, "npy needs a file", "write npy:FILE, such as npy:images.npy");
        }
        Path path = request.path("");
        if (!Files.isRegularFile(path)) {
            throw new ProblemException(
                    ReasonCode.DATA_MISSING,
                    path.toString(),
                    "there is no file " + path,
                    "put the array there, or name another file");
        }
        NpyFile file = NpyFile.open(path);
        return new PackedImages(file.array().count(), List.of(), i -> -1, file::read, file::fingerprint, List.of());
    }
}
