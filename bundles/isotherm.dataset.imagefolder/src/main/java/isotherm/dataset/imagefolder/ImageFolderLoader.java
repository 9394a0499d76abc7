/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.imagefolder;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.api.wiring.FileName;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.image.ImageKind;
import isotherm.image.dataset.ImageListing;
import isotherm.image.dataset.ListedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * A folder of image files of any {@link ImageKind}: {@code imagefolder:FOLDER}. Its folders are the classes, and whatever lies below one
 * of them is of that class; files directly in it have no label. Where it holds {@code train} and {@code test} or
 * {@code val}, the asked split is taken from there; {@code split=none} reads the folder as it is. {@code fold=K/N} and
 * {@code fold=not-K/N} read some of the classes ({@link Fold}). {@code list=FILE} reads what a text file lists, whatever split
 * is asked for ({@link ListFile}).
 */
@Component
@DatasetName("imagefolder")
public final class ImageFolderLoader implements DatasetLoader {
    private static final Map<Split, List<String>> FOLDERS =
            Map.of(Split.TRAIN, List.of("train"), Split.TEST, List.of("test", "val"));

    @Override
    public ImageDataset open(DatasetRequest request) {
        FolderOptions options = FolderOptions.of(request.options());
        if (request.location().isEmpty()) {
            throw new ProblemException(
                    ReasonCode.CONFIG_INVALID, "imagefolder", "imagefolder needs a folder", "write imagefolder:FOLDER");
        }
        Path folder = request.path("");
        if (!Files.isDirectory(folder)) {
            throw missing(folder, "there is no folder " + folder, "put the images there, or name another folder");
        }
        if (!options.list().isEmpty()) {
            return dataset(
                    folder,
                    options.fold()
                            .of(ListFile.find(request, folder, options.list()).read()));
        }
        Path part = options.whole() ? folder : part(folder, request.split());
        ImageListing listing = ImageListing.of(part);
        FolderContent content = options.fold().of(FolderContent.of(part, listing));
        if (content.files().isEmpty()) {
            throw missing(
                    part,
                    "no readable image in " + part + listing.unreadableNote(),
                    "put " + ImageKind.all() + " files there, in a folder for each class or directly");
        }
        return dataset(part, content);
    }

    private static ImageDataset dataset(Path folder, FolderContent content) {
        return new ListedImages(folder, content.files(), content.classes(), content.labels(), content.warnings());
    }

    private static Path part(Path folder, Split split) {
        for (String name : FOLDERS.get(split)) {
            if (Files.isDirectory(folder.resolve(FileName.of(name)))) {
                return folder.resolve(FileName.of(name));
            }
        }
        // a lone folder of the other split must not pass for this one
        for (List<String> names : FOLDERS.values()) {
            for (String name : names) {
                if (Files.isDirectory(folder.resolve(FileName.of(name)))) {
                    throw missing(
                            folder,
                            folder + " has a folder " + name + " but none of " + FOLDERS.get(split),
                            "name " + folder.resolve(FileName.of(name)).getFileName()
                                    + " in the location, or set split=none");
                }
            }
        }
        return folder;
    }

    private static ProblemException missing(Path subject, String cause, String cure) {
        return new ProblemException(ReasonCode.DATA_MISSING, subject.toString(), cause, cure);
    }
}
