/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.api.run;

import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Explains single images with a finished run's classifier and decoder. */
@ProviderType
public interface Explainer {
    /**
     * @param runId a run with a trained decoder
     * @param images image files of any size
     * @param out folder for the overlays, made where absent
     * @throws ProblemException for an image that cannot be read, or a run without a decoder
     */
    List<Explanation> explain(String runId, List<Path> images, Path out);

    /**
     * The same for many images: it goes on without those that cannot be read.
     *
     * @param damaged is told, on this thread and before anything is computed, what is wrong with each of them
     * @return what is said of the others, in their order
     * @throws ProblemException for a run without a decoder, or whatever {@code damaged} throws
     */
    default List<Explanation> explain(String runId, List<Path> images, Path out, Consumer<Problem> damaged) {
        return explain(runId, images, out);
    }

    /**
     * What keeps explanations from being what the run itself would say of an image, such as other plug-ins than evaluated it.
     *
     * @param runId any run
     * @return lines for people; mostly none
     * @since 1.1
     */
    default List<String> remarks(String runId) {
        return List.of();
    }

    /**
     * @param image the file
     * @param predictedClass name of the predicted class
     * @param score heatmap score, higher = more out-of-distribution
     * @param threshold score that 95 % of the ID images stay below
     * @param outOfDistribution the verdict: score above threshold
     * @param overlay the written picture
     */
    record Explanation(
            Path image,
            String predictedClass,
            double score,
            double threshold,
            boolean outOfDistribution,
            Path overlay) {}
}
