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
    /** A to J, notMNIST's (Y. Bulatov, 2011), or, where there are more, A to Z. */
    LETTERS("ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("")),
    /** EMNIST's {@code balanced} and {@code bymerge}: letters that look alike in both cases are one class (G. Cohen et al., 2017). */
    MERGED("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt".split("")),
    /** EMNIST's {@code byclass}. */
    CHARACTERS("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".split(""));

    static final String OPTION = "names";

    /** The least number of classes, whatever labels a split has. */
    private static final int TEN = 10;

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

    /** Those of a set by the name that its files have. */
    static ClassNames ofSet(String set) {
        return switch (set) {
            case "emnist-letters" -> LETTERS;
            case "emnist-balanced", "emnist-bymerge" -> MERGED;
            case "emnist-byclass" -> CHARACTERS;
            default -> DIGITS;
        };
    }

    int count() {
        return names.size();
    }

    /** Names of all classes, at least ten; empty where there is none for the highest. */
    Optional<List<String>> upTo(int highest) {
        if (this == DIGITS) {
            return Optional.of(IntStream.rangeClosed(0, Math.max(TEN - 1, highest))
                    .mapToObj(String::valueOf)
                    .toList());
        }
        if (highest >= names.size()) {
            return Optional.empty();
        }
        return Optional.of(this == LETTERS && highest < TEN ? names.subList(0, TEN) : names);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
