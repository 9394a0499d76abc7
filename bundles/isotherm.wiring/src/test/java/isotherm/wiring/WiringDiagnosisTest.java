/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isotherm.api.run.Experiment;
import isotherm.api.run.Experiments;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Lease;
import isotherm.api.wiring.Problem;
import isotherm.api.wiring.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The diagnosis against a real framework; registry, experiments and DS runtime are fakes. */
class WiringDiagnosisTest {
    private static final String REQUESTED = "isotherm.backend.requested";
    private static final String LIVE = "isotherm.backend.live";
    private final List<Extension> registered = new ArrayList<>();
    private final List<ComponentDescriptionDTO> components = new ArrayList<>();
    private final List<ComponentConfigurationDTO> configurations = new ArrayList<>();
    private final List<Problem> preflight = new ArrayList<>();
    private Framework framework;
    private WiringDiagnosis diagnosis;

    @BeforeEach
    void start(@TempDir Path cache) throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", cache.toString()));
        framework.start();
        diagnosis = new WiringDiagnosis(
                framework.getBundleContext(), new FakeExtensions(), new FakeExperiments(), runtime());
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty(REQUESTED);
        System.clearProperty(LIVE);
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void namesTheNearestExperiment() {
        only("dmo", ReasonCode.NO_SUCH_NAME, "did you mean 'demo'?");
    }

    @Test
    void namesTheNearestPlugIn() {
        register("resnet81", 0, false);
        only("demo", ReasonCode.NO_SUCH_NAME, "did you mean 'resnet81'?");
    }

    @Test
    void asksTheEngineOnceEveryNameIsThere() {
        register("resnet18", 0, false);
        assertEquals(List.of(), diagnosis.why("demo", Map.of()));
        preflight.add(new Problem(ReasonCode.DATA_MISSING, "x", "no x", "fetch x"));
        assertEquals("", only("demo", ReasonCode.DATA_MISSING, "fetch x").bundle());
    }

    @Test
    void keepsWhosePlugInItIsThatAProblemIsAbout() {
        register("resnet18", 3, false);
        preflight.add(new Problem(ReasonCode.SHAPE_MISMATCH, "resnet18", "too small", "enlarge it").of("bundle3"));
        assertEquals(
                "bundle3", only("demo", ReasonCode.SHAPE_MISMATCH, "too small").bundle());
    }

    @Test
    void aPlugInThatIsRegisteredAndCannotBeMadeHasFailed() {
        register("resnet18", 3, false);
        preflight.add(new Problem(ReasonCode.NO_SUCH_NAME, "resnet18", "there is no backbone 'resnet18'", "none")
                .of("bundle3"));
        assertEquals(
                "bundle3",
                only("demo", ReasonCode.PROVIDER_FAILED, "cannot be made").bundle());
    }

    @Test
    void aBackendThatGaveWayIsToldAndHindersNothing() {
        register("resnet18", 0, false);
        System.setProperty(REQUESTED, "cuda");
        System.setProperty(LIVE, "cpu");
        assertFalse(only("demo", ReasonCode.BACKEND_UNAVAILABLE, "cuda was asked for and cpu is live")
                .hinders());
        System.clearProperty(LIVE);
        assertTrue(only("demo", ReasonCode.BACKEND_UNAVAILABLE, "none is live").hinders());
    }

    @Test
    void tellsWhichOfTwoIsUsed() {
        register("resnet18", 5, false);
        register("resnet18", 0, true);
        assertFalse(only("demo", ReasonCode.DUPLICATE_NAME, "that of bundle5 is used")
                .hinders());
    }

    @Test
    void namesTheReferenceAComponentWaitsFor() {
        component(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "weights";
        reference.interfaceName = "com.example.Weights";
        components.get(0).references = new ReferenceDTO[] {reference};
        UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
        missing.name = "weights";
        configurations.get(0).unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};
        Problem problem = only("demo", ReasonCode.PROVIDER_UNSATISFIED, "'weights', a com.example.Weights");
        assertEquals("isotherm.backbone.resnet", problem.bundle());
        assertEquals("weights", problem.reference());
    }

    @Test
    void namesTheConfigurationAComponentWaitsFor() {
        component(ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION);
        Problem problem = only("demo", ReasonCode.CONFIG_MISSING, "configuration 'my.pid'");
        assertEquals("my.pid", problem.dto().reference);
    }

    @Test
    void tellsWhyAnActivationFailedEvenIfStillRegistered() {
        component(ComponentConfigurationDTO.FAILED_ACTIVATION);
        configurations.get(0).failure = "java.lang.Error: outer\n\tat x\nCaused by: java.io.IOException: disk on fire";
        only("demo", ReasonCode.PROVIDER_FAILED, "disk on fire");
        register("resnet18", 0, false);
        only("demo", ReasonCode.PROVIDER_FAILED, "disk on fire");
    }

    @Test
    void tellsWhatAnUnresolvedBundleLacks() throws Exception {
        install("other", "Export-Package: com.example;version=\"0.9\"\n");
        provider("Import-Package: com.example;version=\"[1.0,2)\"\n");
        only(
                "demo",
                ReasonCode.BUNDLE_UNRESOLVED,
                "package com.example from version 1.0.0 to below 2.0.0 (there is 0.9.0)");
    }

    @Test
    void followsAChainOfUnresolvedBundlesToItsFirstCause() throws Exception {
        install("middle", "Export-Package: com.example\nRequire-Capability: gpu;filter:=\"(gpu=fast)\"\n");
        provider("Import-Package: com.example,com.absent;resolution:=optional\n");
        only("demo", ReasonCode.BUNDLE_UNRESOLVED, "from bundle middle, which lacks capability gpu fast");
    }

    @Test
    void tellsThatAStoppedBundleIsNotStarted() throws Exception {
        Bundle bundle = provider("");
        bundle.start();
        bundle.stop();
        only("demo", ReasonCode.PROVIDER_UNSATISFIED, "is not started");
    }

    @Test
    void systemReportsBackendBundlesAndComponents() throws Exception {
        System.setProperty(REQUESTED, "cuda");
        System.setProperty(LIVE, "cpu");
        assertEquals(
                List.of(ReasonCode.BACKEND_UNAVAILABLE),
                diagnosis.system().stream().map(Problem::code).toList());
        provider("Import-Package: com.absent\n");
        component(ComponentConfigurationDTO.FAILED_ACTIVATION);
        assertEquals(
                List.of(ReasonCode.BUNDLE_UNRESOLVED, ReasonCode.PROVIDER_FAILED, ReasonCode.BACKEND_UNAVAILABLE),
                diagnosis.system().stream().map(Problem::code).toList());
    }

    private Problem only(String experiment, ReasonCode code, String words) {
        List<Problem> problems = diagnosis.why(experiment, Map.of());
        assertEquals(List.of(code), problems.stream().map(Problem::code).toList(), problems::toString);
        assertTrue(problems.get(0).line().contains(words), problems.get(0).line());
        return problems.get(0);
    }

    private void register(String name, int ranking, boolean shadowed) {
        registered.add(
                new Extension(ExtensionPoint.BACKBONE, name, "bundle" + ranking, "1.0.0", 1, ranking, "c", shadowed));
    }

    private void component(int state) {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.name = "ResNet";
        component.bundle = new BundleDTO();
        component.bundle.symbolicName = "isotherm.backbone.resnet";
        component.properties = Map.of("isotherm.backbone.name", new String[] {"resnet18"});
        component.configurationPid = new String[] {"my.pid"};
        components.add(component);
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.state = state;
        configurations.add(configuration);
    }

    private Bundle provider(String headers) throws Exception {
        return install("plug", "Provide-Capability: isotherm.backbone;isotherm.backbone=resnet18\n" + headers);
    }

    private Bundle install(String name, String headers) throws Exception {
        String text = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: " + name + "\n" + headers;
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (InputStream in = new ByteArrayInputStream(text.getBytes("UTF-8"))) {
            new JarOutputStream(jar, new Manifest(in)).close();
        }
        return framework.getBundleContext().installBundle(name, new ByteArrayInputStream(jar.toByteArray()));
    }

    private ServiceComponentRuntime runtime() {
        return (ServiceComponentRuntime) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getComponentDescriptionDTOs" -> (Collection<?>) components;
                    case "getComponentConfigurationDTOs" -> (Collection<?>) configurations;
                    case "isComponentEnabled" -> true;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private final class FakeExtensions implements Extensions {
        @Override
        public List<Extension> list(ExtensionPoint point) {
            return registered.stream().filter(e -> e.point() == point).toList();
        }

        @Override
        public <S> Lease<S> acquire(ExtensionPoint point, Class<S> contract, String name) {
            throw new UnsupportedOperationException();
        }
    }

    private final class FakeExperiments implements Experiments {
        @Override
        public List<String> switches() {
            return List.of();
        }

        @Override
        public List<String> names() {
            return List.of("demo");
        }

        @Override
        public Experiment get(String name, Map<String, String> overrides) {
            return new Experiment(
                    name, "", "corrected", Map.of(), Map.of(ExtensionPoint.BACKBONE, List.of("resnet18")));
        }

        @Override
        public Experiment check(String name, Map<String, String> settings) {
            return get(name, settings);
        }

        @Override
        public List<Problem> preflight(String name, Map<String, String> overrides) {
            return preflight;
        }
    }
}
