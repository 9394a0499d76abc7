/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.dataset.idx;

import isotherm.api.wiring.ProblemException;
import java.util.List;
import java.util.Optional;

/**
 * The classes of a set's images.
 *
 * @param file where they stand
 * @param first the number of the first class there: EMNIST counts its letters from 1
 */
record IdxLabels(IdxFile file, int first, List<String> classes) {
    /** A label beyond is no class of anything. */
    private static final int MOST = 1 << 16;

    /**
     * @param set what the files' names begin with
     * @param names what the user says the labels stand for
     * @throws ProblemException DATA_INVALID where a label has no name
     */
    static IdxLabels of(IdxFile file, String set, Optional<ClassNames> names) {
        ClassNames chosen = names.orElseGet(() -> ClassNames.ofSet(set));
        int least = Integer.MAX_VALUE, most = 0;
        for (int i = 0; i < file.count(); i++) {
            int label = file.first(i);
            if (label < 0 || label >= MOST) {
                throw file.invalid("has a label " + label);
            }
            least = Math.min(least, label);
            most = Math.max(most, label);
        }
        // the letters of a test set need not all be there; that the last of 26 is, tells that they are counted from 1
        boolean fromOne = chosen == ClassNames.LETTERS
                && least > 0
                && (set.equals("emnist-letters") || most == ClassNames.LETTERS.count());
        int first = fromOne ? 1 : 0;
        int highest = set.equals("emnist-letters") && fromOne ? chosen.count() - 1 : most - first;
        int label = most;
        return new IdxLabels(
                file,
                first,
                chosen.upTo(highest)
                        .orElseThrow(() -> file.invalid(
                                "has a label " + label + ", but there are " + chosen.count() + " names of " + chosen)));
    }

    /** The class of an image. */
    int of(int index) {
        return file.first(index) - first;
    }

    /** Whether labels are 1 to 26 and stand for themselves: those of EMNIST's letters under another name. */
    boolean looksLikeEmnist() {
        boolean one = false, last = false;
        for (int i = 0; i < file.count(); i++) {
            int label = file.first(i);
            if (label < 1 || label > ClassNames.LETTERS.count()) {
                return false;
            }
            one |= label == 1;
            last |= label == ClassNames.LETTERS.count();
        }
        return one && last;
    }
}
