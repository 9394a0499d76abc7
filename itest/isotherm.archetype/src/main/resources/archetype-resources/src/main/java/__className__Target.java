package ${package};

import isotherm.api.target.FeatureTable;
import isotherm.api.target.NearestNeighbour;
import isotherm.api.target.TargetAssignment;
import isotherm.api.target.TargetName;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import isotherm.nn.option.Options;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** The nearest ID image, where there is one the nearest of the class that the OOD image is predicted as. Has no options. */
@Component(service = TargetStrategy.class)
@TargetName("${name}")
@NearestNeighbour
@Designate(ocd = ${className}TargetSettings.class)
public final class ${className}Target implements TargetStrategy {
    private final boolean sameClass;

    @Activate
    public ${className}Target(${className}TargetSettings settings) {
        sameClass = settings.sameClass();
    }

    @Override
    public TargetAssignment prepare(FeatureTable id, FeatureTable ood, Map<String, String> options) {
        Options.of("target '${name}'", options);
        float[][] idRows = rows(id, "ID"), oodRows = rows(ood, "OOD");
        if (idRows.length == 0) {
            throw invalid("there is no ID image to compare with", "give the ID training set at least one image");
        }
        int[] targets = new int[oodRows.length];
        var emptyClasses = new TreeSet<Integer>();
        for (int i = 0; i < targets.length; i++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException();
            }
            int wanted = ood.predicted()[i];
            targets[i] = sameClass ? nearest(oodRows[i], idRows, id.predicted(), wanted) : -1;
            if (targets[i] < 0) {
                if (sameClass) {
                    emptyClasses.add(wanted);
                }
                targets[i] = nearest(oodRows[i], idRows, id.predicted(), -1);
            }
        }
        List<String> warnings = emptyClasses.stream()
                .map(c -> "no ID image is predicted as class " + c + ": its OOD images take the nearest of any class")
                .toList();
        return new TargetAssignment(targets, warnings);
    }

    /** The first of the nearest rows of a class, or of any class where that is negative; -1 where there is none. */
    private static int nearest(float[] row, float[][] rows, int[] classes, int wanted) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < rows.length; k++) {
            if (wanted < 0 || classes[k] == wanted) {
                double distance = 0;
                for (int j = 0; j < row.length; j++) {
                    double d = (double) row[j] - rows[k][j];
                    distance += d * d;
                }
                if (distance < least) {
                    least = distance;
                    nearest = k;
                }
            }
        }
        return nearest;
    }

    private static float[][] rows(FeatureTable table, String side) {
        float[][] rows = table.z().toFloatMatrix();
        for (int i = 0; i < rows.length; i++) {
            for (float value : rows[i]) {
                if (!Float.isFinite(value)) {
                    throw invalid(
                            "a feature of " + side + " image " + i + " is " + value, "look for damaged classifier weights");
                }
            }
        }
        return rows;
    }

    private static ProblemException invalid(String cause, String cure) {
        return new ProblemException(ReasonCode.DATA_INVALID, "features", cause, cure);
    }
}
