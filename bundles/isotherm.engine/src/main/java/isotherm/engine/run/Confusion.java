/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.run;

import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How often a classifier took images of one class for those of another. */
final class Confusion {
    /** The least number of standard deviations by which chance is left behind. */
    private static final double SURE = 3;

    /** The longest list of classes that a message holds. */
    private static final int LONG = 300;

    private final List<String> classes;

    /** Of each class, how often each prediction was made; of thousands of classes most pairs never are. */
    private final List<Map<Integer, Integer>> predictions = new ArrayList<>();

    private final int[] images;
    private int all;
    private int right;

    Confusion(List<String> classes) {
        this.classes = classes;
        images = new int[classes.size()];
        classes.forEach(name -> predictions.add(new HashMap<>()));
    }

    /** @param label -1 for an image without a class, which is never right */
    void add(int label, int predicted) {
        all++;
        if (label >= 0) {
            right += predicted == label ? 1 : 0;
            images[label]++;
            predictions.get(label).merge(predicted, 1, Integer::sum);
        }
    }

    double accuracy() {
        return (double) right / all;
    }

    /**
     * Refuses a classifier that numbers the classes in another order than the data set: some classes are taken for one another in a
     * circle, each for the next by more than half of its images, and so often that it is no chance. However badly a classifier
     * has learnt, it does not do that.
     *
     * @param data label of the data set
     * @throws ProblemException CONFIG_INVALID, with the order where all of it shows
     */
    void requireOrder(String classifier, String data) {
        int[] taken = new int[images.length];
        Arrays.setAll(taken, this::mostly);
        var moved = new ArrayList<Integer>();
        int hits = 0, stays = 0, seen = 0;
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] != i && inCircle(taken, i)) {
                moved.add(i);
                hits += count(i, taken[i]);
                stays += count(i, i);
                seen += images[i];
            }
        }
        if (moved.isEmpty() || hits - stays < SURE * Math.sqrt(seen)) {
            return;
        }
        int first = moved.get(0);
        throw new ProblemException(
                ReasonCode.CONFIG_INVALID,
                "classes",
                "classifier '" + classifier + "' numbers the classes in another order than data set '" + data + "': "
                        + moved.size() + " of " + classes.size() + " are taken for one another, '" + classes.get(first)
                        + "' for '" + classes.get(taken[first]) + "' by " + count(first, taken[first]) + " of "
                        + images[first] + " images",
                "set classes to the names in the classifier's order"
                        + order(taken).map(names -> ": classes=" + names).orElse(", or to @FILE with a name a line"));
    }

    private int count(int label, int predicted) {
        return predictions.get(label).getOrDefault(predicted, 0);
    }

    /** What more than half of a class's images are taken for; -1 where nothing is. */
    private int mostly(int label) {
        return predictions.get(label).entrySet().stream()
                .filter(prediction -> 2 * prediction.getValue() > images[label])
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    private static boolean inCircle(int[] next, int from) {
        int at = next[from];
        for (int steps = 0; at >= 0 && steps < next.length; steps++) {
            if (at == from) {
                return true;
            }
            at = next[at];
        }
        return false;
    }

    /** The names as the classifier numbers them, where a line can hold them and every class's place is told by what it is taken for. */
    private Optional<String> order(int[] taken) {
        String[] names = new String[taken.length];
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] < 0 || names[taken[i]] != null || classes.get(i).contains(";")) {
                return Optional.empty();
            }
            names[taken[i]] = classes.get(i);
        }
        String line = String.join(";", names);
        return line.length() > LONG ? Optional.empty() : Optional.of(line);
    }
}
