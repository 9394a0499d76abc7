/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

class PluginNamesIT {
    private static final Map<ExtensionPoint, Set<String>> SHIPPED = Map.of(
            ExtensionPoint.DATASET,
                    Set.of("cifar10", "cifar100", "idx", "imagefolder", "npy", "shapes", "svhn", "tinyimagenet"),
            ExtensionPoint.BACKBONE, Set.of("cifarresnet", "onnx", "resnet18", "resnet50", "wideresnet"),
            ExtensionPoint.ENCODER, Set.of("nd4j", "onnxruntime"),
            ExtensionPoint.TARGET, Set.of("prototype"),
            ExtensionPoint.DECODER, Set.of("deconv"),
            ExtensionPoint.SCORE, Set.of("energy", "heatmap", "msp"),
            ExtensionPoint.METRIC, Set.of("detection"));

    @InjectBundleContext
    BundleContext context;

    @ParameterizedTest
    @EnumSource
    void everyShippedNameIsAServiceOfItsContract(ExtensionPoint point) throws InvalidSyntaxException {
        assertEquals(new TreeSet<>(SHIPPED.get(point)), services(point));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheResolverIsToldIsWhatIsRegistered(ExtensionPoint point) throws InvalidSyntaxException {
        assertEquals(capabilities(point), services(point));
    }

    @Test
    void theRegistriesListThemAll(@InjectService(timeout = 5000) Extensions extensions) {
        SHIPPED.forEach((point, names) -> assertEquals(
                names.stream().sorted().toList(),
                extensions.list(point).stream().map(Extension::name).toList()));
    }

    private Set<String> services(ExtensionPoint point) throws InvalidSyntaxException {
        ServiceReference<?>[] found =
                context.getServiceReferences(point.contract().getName(), "(" + point.property() + "=*)");
        return Arrays.stream(found == null ? new ServiceReference<?>[0] : found)
                .map(reference -> (String) reference.getProperty(point.property()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> capabilities(ExtensionPoint point) {
        return Arrays.stream(context.getBundles())
                .map(bundle -> bundle.adapt(BundleWiring.class))
                .flatMap(wiring -> wiring == null ? List.<Object>of().stream() : names(wiring, point).stream())
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Object> names(BundleWiring wiring, ExtensionPoint point) {
        return wiring.getCapabilities(point.namespace()).stream()
                .map(capability -> capability.getAttributes().get(point.namespace()))
                .toList();
    }
}
