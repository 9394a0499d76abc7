/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.console.experiment;

import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import isotherm.api.wiring.ProblemException;
import isotherm.api.wiring.ReasonCode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;

/** The form of an experiment as its Metatype description has it, which knows the names that are installed at the moment. */
@Component(service = ExperimentForm.class)
public final class ExperimentForm {
    /** The factory PID of experiments. */
    public static final String PID = "isotherm.experiment";
    /** No setting: what follows the tilde in the PID. */
    private static final String NAME = "name";

    private static final String LIST = "list";

    /**
     * @param value what is stored
     * @param label the same for people
     */
    public record Option(String value, String label) {}

    /**
     * @param key the setting's key
     * @param name the same for people
     * @param description what it does, with its bounds
     * @param kind text, list, integer, number, or choice
     * @param fallback the value where none is given; a list's entries are parted by semicolons
     * @param options what can be chosen; of a list, what its entries may be
     * @param names plug-ins whose name a text begins with
     */
    public record Field(
            String key,
            String name,
            String description,
            String kind,
            String fallback,
            List<Option> options,
            List<String> names) {
        /** Whether it has several entries. */
        public boolean list() {
            return kind.equals(LIST);
        }
    }

    private final Forms forms;
    private final Extensions extensions;

    @Activate
    public ExperimentForm(@Reference Forms forms, @Reference Extensions extensions) {
        this.forms = forms;
        this.extensions = extensions;
    }

    /** In the order of the description. */
    public List<Field> fields() {
        return settings()
                .map(one -> new Field(
                        one.getID(),
                        one.getName(),
                        one.getDescription(),
                        kind(one),
                        fallback(one),
                        options(one),
                        one.getID().equals("id") ? extensions.names(ExtensionPoint.DATASET) : List.of()))
                .toList();
    }

    /** Keys of the settings that are lists. */
    Set<String> lists() {
        return settings()
                .filter(ExperimentForm::isList)
                .map(AttributeDefinition::getID)
                .collect(Collectors.toSet());
    }

    private Stream<AttributeDefinition> settings() {
        List<AttributeDefinition> settings = forms.settings(PID);
        if (settings.isEmpty()) {
            throw new ProblemException(
                    ReasonCode.PROVIDER_UNSATISFIED, PID, "no bundle describes experiments", "start isotherm.engine");
        }
        return settings.stream().filter(setting -> !setting.getID().equals(NAME));
    }

    private static List<Option> options(AttributeDefinition one) {
        if (one.getType() == AttributeDefinition.BOOLEAN) {
            return Stream.of("false", "true").map(v -> new Option(v, v)).toList();
        }
        String[] values = one.getOptionValues();
        return values == null
                ? List.of()
                : IntStream.range(0, values.length)
                        .mapToObj(i -> new Option(values[i], one.getOptionLabels()[i]))
                        .toList();
    }

    private static boolean isList(AttributeDefinition one) {
        return one.getCardinality() != 0;
    }

    private static String kind(AttributeDefinition one) {
        if (isList(one)) {
            return LIST;
        }
        if (!options(one).isEmpty()) {
            return "choice";
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
