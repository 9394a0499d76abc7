/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the labels of an IDX file stand for. The file itself does not say. */
enum ClassNames {
    /** The numbers themselves, as many as there are. */
    DIGITS(),
    /** Fashion-MNIST's, as its page lists them (H. Xiao et al., 2017). */
    FASHION("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
    /** notMNIST's (Y. Bulatov, 2011). */
    LETTERS("A", "B", "C", "D", "E", "F", "G", "H", "I", "J");

    static final String OPTION = "names";
    private final List<String> names;

    ClassNames(String... names) {
        this.names = List.of(names);
    }

    static List<String> options() {
        return Arrays.stream(values()).map(ClassNames::toString).toList();
    }

    static ClassNames of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT));
    }

    /** Names of all classes, at least ten; empty where there is none for the highest label. */
    Optional<List<String>> upTo(int label) {
        if (this == DIGITS) {
            return Optional.of(IntStream.rangeClosed(0, Math.max(9, label))
                    .mapToObj(String::valueOf)
                    .toList());
        }
        return label < names.size() ? Optional.of(names) : Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
