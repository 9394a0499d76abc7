/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static isotherm.testing.HeatmapAssertions.assertHeatmaps;
import static isotherm.testing.RunAssertions.assertMetric;
import static isotherm.testing.WiringAssertions.assertReady;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Classifiers;
import isotherm.api.run.RunInfo;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.testing.ExperimentUnderTest;
import isotherm.testing.InjectExperiment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Whatever backbone, decoder and target is there, an experiment names them and runs, from pre-training to heatmaps. */
class CombinationsIT {
    /** The smallest network of a backbone that has a choice. */
    private static final Map<String, List<String>> SETTINGS = Map.of(
            "cifarresnet", List.of("backbone.options=depth=8"),
            "wideresnet", List.of("backbone.options=depth=10;width=1"),
            "onnx",
                    List.of(
                            "backbone.options=",
                            "classifier=combined",
                            "taps=2",
                            "decoder.options=fc=16;filters=16,8,8"));

    private static final String[] TINY = {
        "image.size=16",
        "id=shapes?count=20",
        "ood.train=shapes:aux?count=10",
        "ood.test=texture=shapes:ood-texture?count=10",
        "decoder.options=fc=16;filters=32,16,8",
        "pretrain.epochs=1",
        "epochs=1"
    };

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Classifiers classifiers;

    @InjectExperiment
    ExperimentUnderTest experiment;

    static Stream<Arguments> all() {
        List<Arguments> all = new ArrayList<>();
        for (String backbone : names(ExtensionPoint.BACKBONE)) {
            for (String decoder : names(ExtensionPoint.DECODER)) {
                for (String target : names(ExtensionPoint.TARGET)) {
                    all.add(Arguments.of(backbone, decoder, target));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void anExperimentRunsByTheirNames(String backbone, String decoder, String target) {
        List<String> settings = new ArrayList<>(Arrays.asList(TINY));
        settings.addAll(List.of("backbone=" + backbone, "decoder=" + decoder, "target=" + target));
        settings.addAll(SETTINGS.getOrDefault(backbone, List.of("backbone.options=")));
        if (backbone.equals("onnx") && !classifiers.names().contains("combined")) {
            // it cannot be trained here
            Path model = Path.of(context.getProperty("isotherm.tck.backbone.onnx.weights"));
            classifiers.importFile(model, backbone, Map.of(), "combined");
        }
        experiment.configure(settings.toArray(String[]::new));
        assertReady(experiment);
        RunInfo run = experiment.run();
        assertMetric(run, "texture", "heatmap", "auroc", 0, 1);
        assertHeatmaps(run);
    }

    private static List<String> names(ExtensionPoint point) {
        BundleContext context = FrameworkUtil.getBundle(CombinationsIT.class).getBundleContext();
        var names = context.getService(context.getServiceReference(Extensions.class)).list(point).stream()
                .map(Extension::name)
                .distinct()
                .toList();
        assertTrue(!names.isEmpty(), "there is no " + point.key());
        return names;
    }
}
