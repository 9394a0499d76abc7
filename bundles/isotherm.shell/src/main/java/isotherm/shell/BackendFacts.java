/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.wiring.NativesTrouble;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which compute backend and natives are live, asked of ND4J itself. */
final class BackendFacts {
    private BackendFacts() {}

    static Map<String, Object> gather(UnaryOperator<String> properties, List<Problem> problems) {
        Map<String, Object> facts =
                Views.map("backend requested", or(properties.apply("isotherm.backend.requested"), "cpu"));
        try {
            Properties live = Nd4j.getExecutioner().getEnvironmentInformation();
            compute();
            facts.put("backend live", live.getProperty("backend"));
            facts.put("natives", natives());
            facts.put("blas", String.valueOf(live.get("blas.vendor")));
            facts.put("compute threads", String.valueOf(live.get("omp.threads")));
            facts.put("off-heap limit", MachineFacts.size(Pointer.maxPhysicalBytes()));
        } catch (Exception | LinkageError e) {
            // natives that do not load come as an Error; that is the very thing doctor is asked about
            facts.put("backend live", "none");
            problems.add(NativesTrouble.behind(e)
                    .orElseGet(() -> new Problem(
                            ReasonCode.BACKEND_UNAVAILABLE,
                            "nd4j",
                            "no compute backend came up: " + root(e),
                            "start through runtime/isotherm, which chooses natives for this CPU")));
        }
        return facts;
    }

    /** The least that needs all of it: natives loaded, memory taken, an operation run. */
    private static void compute() {
        try (INDArray numbers = Nd4j.createFromArray(1f, 2f, 3f)) {
            if (numbers.sumNumber().floatValue() != 6) {
                throw new IllegalStateException("1 + 2 + 3 came out as " + numbers.sumNumber());
            }
        }
    }

    /** The library that computes, as JavaCPP loaded it: its folder tells for which processor. */
    private static String natives() {
        return Loader.getLoadedLibraries().values().stream()
                .filter(file -> file.matches(".*jnind4j(cpu|cuda).*"))
                .findFirst()
                .orElse("unknown");
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    private static String or(String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }
}
