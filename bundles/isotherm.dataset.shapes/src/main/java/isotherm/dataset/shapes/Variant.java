/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.shapes;

/** What the images of a data set show. */
enum Variant {
    /** One of the ten figures. */
    ID("id"),
    /** Textures and figures for training a decoder; other kinds than those it is tested with. */
    AUX("aux"),
    OOD_TEXTURE("ood-texture"),
    OOD_SHAPES("ood-shapes"),
    /** ID images into which a patch of an unseen texture is pasted. */
    PASTED("pasted");

    private final String location;

    Variant(String location) {
        this.location = location;
    }

    String location() {
        return location;
    }

    boolean labelled() {
        return this == ID || this == PASTED;
    }
}
