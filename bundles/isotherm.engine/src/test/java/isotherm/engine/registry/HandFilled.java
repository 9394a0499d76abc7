/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.registry;

import isotherm.api.backbone.Backbone;
import isotherm.api.backbone.EncoderEngine;
import isotherm.api.dataset.DatasetLoader;
import isotherm.api.decoder.Decoder;
import isotherm.api.metric.EvaluationMetric;
import isotherm.api.score.OodScore;
import isotherm.api.target.TargetStrategy;
import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Lease;
import isotherm.backbone.cifarresnet.CifarResNetBackbone;
import isotherm.backbone.wideresnet.WideResNetBackbone;
import isotherm.dataset.shapes.ShapesLoader;
import isotherm.decoder.deconv.DeconvDecoder;
import isotherm.engine.maker.Origin;
import isotherm.metric.detection.DetectionMetric;
import isotherm.nn.encoder.Nd4jEncoder;
import isotherm.score.baseline.EnergyScore;
import isotherm.score.baseline.MspScore;
import isotherm.score.heatmap.HeatmapScore;
import isotherm.target.prototype.PrototypeTarget;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Registries without a framework, filled by hand with the real plug-ins. */
public final class HandFilled implements WatchedExtensions {
    private final Map<ExtensionPoint, Registry> registries = new EnumMap<>(ExtensionPoint.class);
    private final Map<String, Origin> origins = new HashMap<>();

    public HandFilled() {
        for (ExtensionPoint point : ExtensionPoint.values()) {
            registries.put(point, new Registry(point));
        }
        add(DatasetLoader.class, "shapes", new ShapesLoader());
        add(Backbone.class, "cifarresnet", new CifarResNetBackbone());
        add(Backbone.class, "wideresnet", new WideResNetBackbone());
        add(EncoderEngine.class, "nd4j", new Nd4jEncoder());
        add(Decoder.class, "deconv", new DeconvDecoder());
        add(TargetStrategy.class, "prototype", new PrototypeTarget());
        add(OodScore.class, "heatmap", new HeatmapScore());
        add(OodScore.class, "msp", new MspScore());
        add(OodScore.class, "energy", new EnergyScore());
        add(EvaluationMetric.class, "detection", new DetectionMetric());
    }

    public <S> void add(Class<S> contract, String name, S service) {
        ExtensionPoint point = point(contract);
        registries.get(point).add(new Plain(point, name, service));
    }

    public <S> void remove(Class<S> contract, String name) {
        Registry registry = registries.get(point(contract));
        Object service = registry.acquire(contract, name, gone -> {}).service();
        registry.remove(new Plain(point(contract), name, service));
    }

    private static ExtensionPoint point(Class<?> contract) {
        for (ExtensionPoint point : ExtensionPoint.values()) {
            if (point.contract() == contract) {
                return point;
            }
        }
        throw new IllegalArgumentException(contract.getName());
    }

    @Override
    public List<Extension> list(ExtensionPoint point) {
        return registries.get(point).list();
    }

    @Override
    public <S> Lease<S> acquire(ExtensionPoint point, Class<S> contract, String name) {
        return acquire(point, contract, name, gone -> {});
    }

    @Override
    public <S> Lease<S> acquire(ExtensionPoint point, Class<S> contract, String name, Consumer<Extension> gone) {
        return registries.get(point).acquire(contract, name, gone);
    }

    /** Lets a plug-in come from another bundle from now on. */
    public void comeFrom(String name, Origin origin) {
        origins.put(name, origin);
    }

    /** Lets all come from where they came from at first. */
    public void comeFromOld() {
        origins.clear();
    }

    @Override
    public Origin origin(Extension extension) {
        return origins.getOrDefault(extension.name(), new Origin(extension.bundle(), extension.version(), "0", "0"));
    }

    @Override
    public Origin engine() {
        return origins.getOrDefault("engine", new Origin("isotherm.engine", "1.0.0", "0", "0"));
    }

    private record Plain(ExtensionPoint point, String name, Object service) implements Provider {
        @Override
        public String bundle() {
            return "by.hand";
        }

        @Override
        public String version() {
            return "1.0.0";
        }

        @Override
        public long bundleId() {
            return 1;
        }

        @Override
        public int ranking() {
            return 0;
        }

        @Override
        public String component() {
            return "";
        }

        @Override
        public Object take() {
            return service;
        }

        @Override
        public void giveBack() {}

        @Override
        public int compareTo(Provider other) {
            return 0;
        }
    }
}
