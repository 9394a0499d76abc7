/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.engine.experiment;

import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.form.FormWithNames;
import isotherm.form.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeProvider;

/** The form of an experiment for every console: {@link ExperimentConfig}, with the names that are installed at the moment. */
@Component(service = MetaTypeProvider.class, property = "metatype.factory.pid=" + ExperimentMetatype.PID)
public final class ExperimentMetatype extends FormWithNames {
    static final String PID = "isotherm.experiment";
    /** A setting's value is one of the names; of a list, each entry is. */
    private static final Map<String, ExtensionPoint> WHOLE = Map.of(
            SettingKey.BACKBONE.key(), ExtensionPoint.BACKBONE,
            SettingKey.ENCODER_ENGINE.key(), ExtensionPoint.ENCODER,
            SettingKey.TARGET.key(), ExtensionPoint.TARGET,
            SettingKey.DECODER.key(), ExtensionPoint.DECODER,
            SettingKey.SCORES.key(), ExtensionPoint.SCORE,
            SettingKey.METRICS.key(), ExtensionPoint.METRIC);
    /** A data set is named with its place and options. */
    private static final List<String> PART =
            List.of(SettingKey.ID.key(), SettingKey.OOD_TRAIN.key(), SettingKey.OOD_TEST.key());

    private final Extensions extensions;
    private final ConfiguredExperiments experiments;

    @Activate
    public ExperimentMetatype(
            BundleContext context, @Reference Extensions extensions, @Reference ConfiguredExperiments experiments) {
        super(context.getBundle(), PID);
        this.extensions = extensions;
        this.experiments = experiments;
    }

    @Override
    protected Optional<Names> names(String key) {
        if (PART.contains(key)) {
            return Optional.of(Names.part(extensions.names(ExtensionPoint.DATASET)));
        }
        return Optional.ofNullable(WHOLE.get(key)).map(point -> Names.whole(extensions.names(point), used(key)));
    }

    private List<String> used(String key) {
        return experiments.values(key).stream()
                .flatMap(value -> Arrays.stream(value.split(";")))
                .map(String::strip)
                .distinct()
                .toList();
    }
}
