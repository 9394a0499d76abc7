/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Experiments;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.testing.Await;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

class ExperimentsIT {
    private static final List<String> SHIPPED = List.of(
            "cifar10-resnet18",
            "cifar10-resnet20",
            "cifar10-wrn40-2",
            "cifar100-resnet18",
            "cifar100-wrn40-2",
            "demo",
            "tinyimagenet-resnet50");

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    Experiments experiments;

    @Test
    void theShippedOnesAreConfigured() {
        Await.until(() -> experiments.names().containsAll(SHIPPED), "experiments: " + experiments.names());
    }

    @Test
    void theirSettingsAreTyped() {
        theShippedOnesAreConfigured();
        var demo = experiments.get("demo", Map.of("epochs", "3"));
        assertEquals("3", demo.settings().get("epochs"));
        assertEquals(List.of("cifarresnet"), demo.names().get(ExtensionPoint.BACKBONE));
        assertEquals("corrected", demo.preset());
    }

    @Test
    void aConsoleSeesThemAsAForm(@InjectService(timeout = 5000) MetaTypeService forms) {
        Bundle engine = Arrays.stream(context.getBundles())
                .filter(bundle -> "isotherm.engine".equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        var form = forms.getMetaTypeInformation(engine).getObjectClassDefinition("isotherm.experiment", null);
        assertTrue(form.getAttributeDefinitions(ObjectClassDefinition.ALL).length > 30);
    }
}
