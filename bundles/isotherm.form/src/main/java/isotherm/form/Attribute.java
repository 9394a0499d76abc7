/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.form;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.metatype.AD;
import org.osgi.service.metatype.AttributeDefinition;

/** One setting of a form: as the document has it, with the names there are and its bounds in words. */
final class Attribute implements AttributeDefinition {
    private final AD described;
    private final List<String> installed;
    private final List<String> choices;
    private final String description;

    Attribute(AD described, Optional<Names> names) {
        this.described = described;
        installed = names.map(Names::installed).orElse(List.of());
        choices = names.filter(n -> !n.part()).map(Attribute::choices).orElse(List.of());
        description = described.getDescription()
                + bounds(described)
                + names.filter(n -> n.part() && !n.installed().isEmpty())
                        .map(n -> "; installed: " + String.join(", ", n.installed()))
                        .orElse("");
    }

    private static List<String> choices(Names names) {
        return Stream.concat(
                        names.installed().stream(),
                        names.used().stream().filter(name -> !name.isBlank()).sorted())
                .distinct()
                .toList();
    }

    private static String bounds(AD described) {
        if (described.getMin() == null && described.getMax() == null) {
            return "";
        }
        if (described.getMax() == null) {
            return " (" + described.getMin() + " or more)";
        }
        return described.getMin() == null
                ? " (" + described.getMax() + " or less)"
                : " (" + described.getMin() + " to " + described.getMax() + ")";
    }

    boolean required() {
        return described.isRequired();
    }

    @Override
    public String getID() {
        return described.getID();
    }

    @Override
    public String getName() {
        return described.getName();
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public int getCardinality() {
        return described.getCardinality();
    }

    @Override
    public int getType() {
        return described.getType();
    }

    @Override
    public String[] getOptionValues() {
        return choices.isEmpty() ? described.getOptionValues() : choices.toArray(String[]::new);
    }

    @Override
    public String[] getOptionLabels() {
        return choices.isEmpty()
                ? described.getOptionLabels()
                : choices.stream().map(this::label).toArray(String[]::new);
    }

    /** What is used with options of its own, such as {@code energy?temperature=2}, is as installed as its name. */
    private String label(String choice) {
        int options = choice.indexOf('?');
        String name = options < 0 ? choice : choice.substring(0, options);
        return installed.contains(name) ? choice : choice + " (not installed)";
    }

    @Override
    public String validate(String value) {
        return described.validate(value);
    }

    @Override
    public String[] getDefaultValue() {
        return described.getDefaultValue();
    }
}
