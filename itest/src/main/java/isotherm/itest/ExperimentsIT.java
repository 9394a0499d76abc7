/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isotherm.api.run.Experiments;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.testing.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
}
