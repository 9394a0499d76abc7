/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.shapes;

import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Mask;
import isotherm.api.dataset.RgbImage;
import isotherm.api.dataset.Split;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Images drawn when they are read, each from a seed of its own.
 *
 * @param size number of images
 * @param side of an image, in pixels
 */
record ShapesDataset(Variant variant, Split split, int size, int side, long seed) implements ImageDataset {
    /** Goes up with every change of what is drawn, so that caches of features notice. */
    private static final int EDITION = 1;

    @Override
    public List<String> classes() {
        return variant.labelled()
                ? Figure.CLASSES.stream()
                        .map(figure -> figure.name().toLowerCase(Locale.ROOT))
                        .toList()
                : List.of();
    }

    @Override
    public int label(int index) {
        Objects.checkIndex(index, size);
        // balanced: every ten images in a row show every class once
        return variant.labelled() ? index % Figure.CLASSES.size() : -1;
    }

    @Override
    public RgbImage read(int index) {
        Scene scene = scene(index);
        if (variant == Variant.PASTED) {
            scene.paste(scene.pick(Texture.UNSEEN));
        }
        return scene.finish();
    }

    @Override
    public Optional<Mask> mask(int index) {
        if (variant != Variant.PASTED) {
            Objects.checkIndex(index, size);
            return Optional.empty();
        }
        Scene scene = scene(index);
        return Optional.of(scene.paste(scene.pick(Texture.UNSEEN)));
    }

    /** What an image shows before anything is pasted into it. */
    Scene scene(int index) {
        Objects.checkIndex(index, size);
        Scene scene = new Scene(side, imageSeed(index));
        return switch (variant) {
            case ID, PASTED -> scene.figure(Figure.CLASSES.get(label(index)));
            case AUX -> scene.toss()
                    ? scene.texture(scene.pick(Texture.AUXILIARY))
                    : scene.figure(scene.pick(Figure.AUXILIARY));
            case OOD_TEXTURE -> scene.texture(scene.pick(Texture.UNSEEN));
            case OOD_SHAPES -> scene.figure(scene.pick(Figure.UNSEEN));
        };
    }

    /** Streams of different splits and variants start from different numbers; SplittableRandom scrambles them. */
    private long imageSeed(int index) {
        long stream = new SplittableRandom(seed).nextLong() + variant.ordinal() * 2L + split.ordinal();
        return new SplittableRandom(stream).nextLong() + index;
    }

    @Override
    public String fingerprint() {
        return "shapes-" + EDITION + "-" + variant.location() + "-" + split + "-" + size + "-" + side + "-" + seed;
    }

    @Override
    public void close() {}
}
