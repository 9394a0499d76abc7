/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.decoder.Decoder;
import isotherm.api.run.Experiments;
import isotherm.testing.Await;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** The Metatype forms that any console shows, and how they follow what comes and goes. */
class FormsIT {
    private static final String EXPERIMENT = "isotherm.experiment";
    private static final String DECODER = "decoder";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 5000)
    MetaTypeService types;

    @InjectService(timeout = 5000)
    ConfigurationAdmin admin;

    @InjectService(timeout = 5000)
    Experiments experiments;

    @Test
    void aNameCanBeChosenAsLongAsItIsInstalled() {
        assertEquals(List.of("deconv"), labels(EXPERIMENT, DECODER));
        Dictionary<String, Object> named = new Hashtable<>(Map.of("isotherm.decoder.name", "another"));
        var registered = context.registerService(Decoder.class, decoder(), named);
        try {
            Await.until(
                    () -> labels(EXPERIMENT, DECODER).equals(List.of("another", "deconv")),
                    "decoders: " + labels(EXPERIMENT, DECODER));
        } finally {
            registered.unregister();
        }
        Await.until(
                () -> labels(EXPERIMENT, DECODER).equals(List.of("deconv")),
                "decoders: " + labels(EXPERIMENT, DECODER));
    }

    @Test
    void whatAnExperimentNamesStaysAChoiceAndIsSaidNotToBeInstalled() throws Exception {
        Configuration lost = admin.getFactoryConfiguration(EXPERIMENT, "forms-lost", "?");
        lost.update(new Hashtable<>(Map.of(DECODER, "vanished", "scores", new String[] {"energy?temperature=2"})));
        try {
            Await.until(
                    () -> labels(EXPERIMENT, DECODER).equals(List.of("deconv", "vanished (not installed)")),
                    "decoders: " + labels(EXPERIMENT, DECODER));
            assertEquals(List.of("energy", "heatmap", "msp", "energy?temperature=2"), labels(EXPERIMENT, "scores"));
        } finally {
            lost.delete();
        }
    }

    @Test
    void theDescriptionTellsBoundsAndTheDataSetsThereAre() {
        assertTrue(
                setting(EXPERIMENT, "epochs").getDescription().endsWith(" (1 to 100000)"),
                setting(EXPERIMENT, "epochs").getDescription());
        String id = setting(EXPERIMENT, "id").getDescription();
        assertTrue(id.contains("; installed: cifar10, cifar100, "), id);
    }

    @Test
    void everySettingOfEveryFormIsDescribed() {
        int forms = 0;
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation information = types.getMetaTypeInformation(bundle);
            if (information == null || !bundle.getSymbolicName().startsWith("isotherm.")) {
                continue;
            }
            for (String pid : information.getFactoryPids()) {
                forms++;
                for (AttributeDefinition setting : settings(pid)) {
                    assertFalse(setting.getDescription().isBlank(), pid + " " + setting.getID());
                    assertFalse(setting.getName().isBlank(), pid + " " + setting.getID());
                }
            }
        }
        assertTrue(forms >= 2, forms + " forms");
    }

    @Test
    void aConsoleThatLeavesThePidToConfigAdminNamesTheExperimentAllTheSame() throws Exception {
        Configuration made = admin.createFactoryConfiguration(EXPERIMENT, "?");
        made.update(new Hashtable<>(Map.of("name", "forms-made", "epochs", 3)));
        try {
            Await.until(() -> experiments.names().contains("forms-made"), "experiments: " + experiments.names());
            assertEquals("3", experiments.get("forms-made", Map.of()).settings().get("epochs"));
        } finally {
            made.delete();
        }
        Await.until(() -> !experiments.names().contains("forms-made"), "experiments: " + experiments.names());
    }

    @Test
    void aHealthCheckIsOfAnExperimentThereIs() {
        Await.until(() -> experiments.names().contains("demo"), "experiments: " + experiments.names());
        assertTrue(labels("isotherm.healthcheck", "experiment").contains("demo"));
    }

    private List<String> labels(String pid, String key) {
        return List.of(setting(pid, key).getOptionLabels());
    }

    private AttributeDefinition setting(String pid, String key) {
        return settings(pid).stream()
                .filter(setting -> setting.getID().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private List<AttributeDefinition> settings(String pid) {
        return Arrays.stream(context.getBundles())
                .map(types::getMetaTypeInformation)
                .filter(information -> information != null
                        && List.of(information.getFactoryPids()).contains(pid))
                .map(information -> information.getObjectClassDefinition(pid, null))
                .map(form -> List.of(form.getAttributeDefinitions(ObjectClassDefinition.ALL)))
                .findFirst()
                .orElseThrow();
    }

    /** Never asked for anything. */
    private static Decoder decoder() {
        return (Decoder) Proxy.newProxyInstance(
                FormsIT.class.getClassLoader(), new Class<?>[] {Decoder.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("equals")
                                ? proxy == arguments[0]
                                : System.identityHashCode(proxy);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
