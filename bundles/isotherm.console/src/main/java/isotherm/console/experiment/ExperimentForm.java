/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.experiment;

import isotherm.api.wiring.Extension;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The form of an experiment, as its Metatype description has it, with the names that are installed at the moment. */
@Component(service = ExperimentForm.class)
public final class ExperimentForm {
    private static final String PID = "isotherm.experiment";
    private static final Map<String, ExtensionPoint> NAMES = Map.of(
            "id", ExtensionPoint.DATASET,
            "ood.train", ExtensionPoint.DATASET,
            "ood.test", ExtensionPoint.DATASET,
            "backbone", ExtensionPoint.BACKBONE,
            "encoder.engine", ExtensionPoint.ENCODER,
            "target", ExtensionPoint.TARGET,
            "decoder", ExtensionPoint.DECODER,
            "scores", ExtensionPoint.SCORE,
            "metrics", ExtensionPoint.METRIC);

    /**
     * @param key the setting's key
     * @param name the same for people
     * @param description what it does
     * @param kind text, list, integer, number, or choice
     * @param fallback the value where none is given; a list's entries are parted by semicolons
     * @param options what can be chosen, of a choice
     * @param names plug-ins whose names the value is, or begins with
     */
    public record Field(
            String key,
            String name,
            String description,
            String kind,
            String fallback,
            List<String> options,
            List<String> names) {}

    private final BundleContext context;
    private final MetaTypeService types;
    private final Extensions extensions;

    @Activate
    public ExperimentForm(BundleContext context, @Reference MetaTypeService types, @Reference Extensions extensions) {
        this.context = context;
        this.types = types;
        this.extensions = extensions;
    }

    /** In the order of the description. */
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (AttributeDefinition one : attributes()) {
            List<String> names = names(one.getID());
            List<String> options = options(one);
            // where a value is one name, it is chosen among those there are
            boolean choice = !options.isEmpty()
                    || !names.isEmpty() && !isList(one) && !one.getID().equals("id");
            fields.add(new Field(
                    one.getID(),
                    one.getName(),
                    one.getDescription(),
                    choice ? "choice" : kind(one),
                    fallback(one),
                    options.isEmpty() && choice ? names : options,
                    names));
        }
        return fields;
    }

    /** Keys of the settings that are lists. */
    Set<String> lists() {
        return Arrays.stream(attributes())
                .filter(ExperimentForm::isList)
                .map(AttributeDefinition::getID)
                .collect(Collectors.toSet());
    }

    private List<String> names(String key) {
        ExtensionPoint point = NAMES.get(key);
        return point == null
                ? List.of()
                : extensions.list(point).stream()
                        .filter(extension -> !extension.shadowed())
                        .map(Extension::name)
                        .toList();
    }

    private AttributeDefinition[] attributes() {
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation information = types.getMetaTypeInformation(bundle);
            if (information != null && List.of(information.getFactoryPids()).contains(PID)) {
                return information
                        .getObjectClassDefinition(PID, null)
                        .getAttributeDefinitions(ObjectClassDefinition.ALL);
            }
        }
        throw new ProblemException(
                ReasonCode.PROVIDER_UNSATISFIED, PID, "no bundle describes experiments", "start isotherm.engine");
    }

    private static List<String> options(AttributeDefinition one) {
        if (one.getType() == AttributeDefinition.BOOLEAN) {
            return List.of("false", "true");
        }
        return one.getOptionValues() == null ? List.of() : List.of(one.getOptionValues());
    }

    private static boolean isList(AttributeDefinition one) {
        return one.getCardinality() != 0;
    }

    private static String kind(AttributeDefinition one) {
        if (isList(one)) {
            return "list";
        }
        return switch (one.getType()) {
            case AttributeDefinition.INTEGER, AttributeDefinition.LONG -> "integer";
            case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> "number";
            default -> "text";
        };
    }

    private static String fallback(AttributeDefinition one) {
        return one.getDefaultValue() == null ? "" : String.join(";", one.getDefaultValue());
    }
}
