/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.target.prototype;

import isotherm.api.target.FeatureTable;
import isotherm.api.target.NearestNeighbour;
import isotherm.api.target.TargetAssignment;
import isotherm.api.target.TargetName;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * The prototype p(x) of METHOD.md section 1: the nearest ID image of the same predicted class. Options: {@code pairing}
 * ({@code corrected}, the default, or {@code reference}: the published code's order of the pairs) and {@code empty.class}
 * ({@code nearest}, the default: the nearest ID image of any class, with a warning; or {@code error}).
 */
@Component
@TargetName("prototype")
@NearestNeighbour
public final class PrototypeTarget implements TargetStrategy {
    @Override
    public TargetAssignment prepare(FeatureTable id, FeatureTable ood, Map<String, String> options) {
        PrototypeOptions settings = PrototypeOptions.of(options);
        if (id.predicted().length == 0) {
            throw invalid(
                    "there is no ID image to take a prototype from", "give the ID training set at least one image");
        }
        if (id.z().size(1) != ood.z().size(1)) {
            throw new ProblemException(
                    ReasonCode.SHAPE_MISMATCH,
                    "features",
                    "ID features have " + id.z().size(1) + " values, OOD features "
                            + ood.z().size(1),
                    "compute both with the same classifier");
        }
        NearestSearch search = new NearestSearch(new Rows(id, "ID"), new Rows(ood, "OOD"));
        int classes = Math.max(id.classes(), ood.classes());
        int[] nearest = new int[ood.predicted().length];
        int[] everyImage = IntStream.range(0, id.predicted().length).toArray();
        int[][] idOf = byClass(id.predicted(), classes);
        int[][] oodOf = byClass(ood.predicted(), classes);
        List<String> warnings = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            if (oodOf[c].length == 0) {
                continue;
            }
            boolean empty = idOf[c].length == 0;
            if (empty && settings.emptyIsError()) {
                throw invalid(
                        "no ID image is predicted as class " + c + ", but " + oodOf[c].length + " OOD images are",
                        "set switches=empty.class=corrected, which takes the nearest of all, or train the classifier further");
            }
            if (empty) {
                warnings.add("no ID image is predicted as class " + c + ": its " + oodOf[c].length
                        + " OOD images take the nearest ID image of any class");
            }
            search.search(oodOf[c], empty ? everyImage : idOf[c], nearest);
        }
        return new TargetAssignment(settings.reference() ? listedByClass(oodOf, nearest) : nearest, warnings);
    }

    /** The published code lists the nearest images class by class, and gives OOD image k entry k of that list. */
    private static int[] listedByClass(int[][] oodOf, int[] nearest) {
        return Arrays.stream(oodOf)
                .flatMapToInt(Arrays::stream)
                .map(image -> nearest[image])
                .toArray();
    }

    /** Image indices of each class, ascending. */
    private static int[][] byClass(int[] predicted, int classes) {
        int[] count = new int[classes];
        for (int c : predicted) {
            count[c]++;
        }
        int[][] images = IntStream.of(count).mapToObj(int[]::new).toArray(int[][]::new);
        for (int i = predicted.length - 1; i >= 0; i--) {
            images[predicted[i]][--count[predicted[i]]] = i;
        }
        return images;
    }

    private static ProblemException invalid(String cause, String cure) {
        return new ProblemException(ReasonCode.DATA_INVALID, "features", cause, cure);
    }
}
