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
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.Lease;
import isotherm.engine.maker.BundleOrigins;
import isotherm.engine.maker.Origin;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The whiteboard: a registry for each extension point, filled and emptied as plug-in bundles come and go. A service is
 * fetched only when it is leased, so that listing names starts nothing.
 */
@Component(
        service = {Extensions.class, WatchedExtensions.class},
        immediate = true)
public final class ExtensionRegistries implements WatchedExtensions {
    private final BundleContext context;
    private final BundleOrigins origins;
    private final Map<ExtensionPoint, Registry> registries = new EnumMap<>(ExtensionPoint.class);

    @Activate
    public ExtensionRegistries(BundleContext context, @Reference BundleOrigins origins) {
        this.context = context;
        this.origins = origins;
        for (ExtensionPoint point : ExtensionPoint.values()) {
            registries.put(point, new Registry(point));
        }
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

    @Override
    public Origin origin(Extension extension) {
        return origins.of(extension.bundleId());
    }

    @Override
    public Origin engine() {
        return origins.engine();
    }

    private void add(ExtensionPoint point, ServiceReference<?> reference) {
        registries.get(point).add(new ReferenceProvider(context, point, reference));
    }

    private void remove(ExtensionPoint point, ServiceReference<?> reference) {
        registries.get(point).remove(new ReferenceProvider(context, point, reference));
    }

    @Reference(
            service = DatasetLoader.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(isotherm.dataset.name=*)")
    void addDataset(ServiceReference<DatasetLoader> reference) {
        add(ExtensionPoint.DATASET, reference);
    }

    void removeDataset(ServiceReference<DatasetLoader> reference) {
        remove(ExtensionPoint.DATASET, reference);
    }

    @Reference(
            service = Backbone.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(isotherm.backbone.name=*)")
    void addBackbone(ServiceReference<Backbone> reference) {
        add(ExtensionPoint.BACKBONE, reference);
    }

    void removeBackbone(ServiceReference<Backbone> reference) {
        remove(ExtensionPoint.BACKBONE, reference);
    }

    @Reference(
            service = EncoderEngine.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(isotherm.encoder.name=*)")
    void addEncoder(ServiceReference<EncoderEngine> reference) {
        add(ExtensionPoint.ENCODER, reference);
    }

    void removeEncoder(ServiceReference<EncoderEngine> reference) {
        remove(ExtensionPoint.ENCODER, reference);
    }

    @Reference(
            service = TargetStrategy.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(isotherm.target.name=*)")
    void addTarget(ServiceReference<TargetStrategy> reference) {
        add(ExtensionPoint.TARGET, reference);
    }

    void removeTarget(ServiceReference<TargetStrategy> reference) {
        remove(ExtensionPoint.TARGET, reference);
    }

    @Reference(
            service = Decoder.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(isotherm.decoder.name=*)")
    void addDecoder(ServiceReference<Decoder> reference) {
        add(ExtensionPoint.DECODER, reference);
    }

    void removeDecoder(ServiceReference<Decoder> reference) {
        remove(ExtensionPoint.DECODER, reference);
    }

    @Reference(
            service = OodScore.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(isotherm.score.name=*)")
    void addScore(ServiceReference<OodScore> reference) {
        add(ExtensionPoint.SCORE, reference);
    }

    void removeScore(ServiceReference<OodScore> reference) {
        remove(ExtensionPoint.SCORE, reference);
    }

    @Reference(
            service = EvaluationMetric.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(isotherm.metric.name=*)")
    void addMetric(ServiceReference<EvaluationMetric> reference) {
        add(ExtensionPoint.METRIC, reference);
    }

    void removeMetric(ServiceReference<EvaluationMetric> reference) {
        remove(ExtensionPoint.METRIC, reference);
    }
}
