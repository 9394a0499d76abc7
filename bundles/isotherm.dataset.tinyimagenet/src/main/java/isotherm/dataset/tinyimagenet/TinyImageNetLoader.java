/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.tinyimagenet;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetName;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Split;
import isotherm.image.dataset.ImageListing;
import isotherm.image.dataset.ListedImages;
import isotherm.image.dataset.LoaderOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Tiny ImageNet: {@code tinyimagenet} or {@code tinyimagenet:FOLDER}. Training images lie in {@code train/WNID/images}; test
 * images are the official validation images, since the test images have no labels: {@code val/images}, labelled by
 * {@code val/val_annotations.txt}, or sorted into {@code val/WNID}. The classes are the WordNet numbers of {@code wnids.txt},
 * sorted, as torchvision's {@code ImageFolder} numbers them; {@code names=words} names them in words.
 */
@Component
@DatasetName("tinyimagenet")
public final class TinyImageNetLoader implements DatasetLoader {
    private static final String NAME = "tinyimagenet";
    private static final String NAMES = "names";

    @Override
    public ImageDataset open(DatasetRequest request) {
        LoaderOptions.refuseUnknown(NAME, request.options(), Set.of(NAMES));
        boolean words = LoaderOptions.choice(NAME, request.options(), NAMES, List.of("wnids", "words"))
                .equals("words");
        Path root = request.path("tiny-imagenet-200");
        Path folder = root.resolve(request.split() == Split.TRAIN ? "train" : "val");
        if (!Files.isDirectory(folder)) {
            throw Problems.missing(folder, "there is no folder " + folder, "unpack tiny-imagenet-200.zip there");
        }
        List<String> warnings = new ArrayList<>();
        ImageListing listing = ImageListing.of(folder);
        if (!listing.unreadable().isEmpty()) {
            warnings.add(folder + ":" + listing.unreadableNote());
        }
        Classes classes = Classes.of(root, folder, listing);
        Map<String, String> annotations = Annotations.of(folder, listing, warnings);
        ImageListing labelled = annotations.isEmpty() ? listing : Annotations.inFileOrder(listing);
        return open(folder, labelled, classes, annotations, words, warnings);
    }

    private static ImageDataset open(
            Path folder,
            ImageListing listing,
            Classes classes,
            Map<String, String> annotations,
            boolean words,
            List<String> warnings) {
        List<ImageListing.Entry> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<String> others = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        classes.wnids().forEach(wnid -> numbers.put(wnid, numbers.size()));
        for (ImageListing.Entry file : listing.files()) {
            String wnid = annotations.isEmpty() ? file.className() : annotations.getOrDefault(file.path(), "");
            Integer label = numbers.get(wnid);
            if (label == null) {
                others.add(file.path());
            } else {
                files.add(file);
                labels.add(label);
            }
        }
        if (files.isEmpty()) {
            throw Problems.missing(
                    folder,
                    "no labelled image in " + folder + listing.unreadableNote(),
                    "unpack tiny-imagenet-200.zip again");
        }
        if (!others.isEmpty()) {
            warnings.add(folder + ": " + others.size() + " images of no known class are left out, the first: "
                    + others.get(0));
        }
        return new ListedImages(
                folder,
                files,
                words ? classes.inWords(warnings) : classes.wnids(),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                warnings);
    }
}
