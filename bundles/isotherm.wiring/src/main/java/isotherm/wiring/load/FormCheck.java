/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.load;

import isotherm.api.wiring.NearestName;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Holds a configuration's keys and values against its form. */
final class FormCheck {
    private static final Pattern PLATFORM =
            Pattern.compile("(service|component|felix|osgi|webconsole)\\..*|\\..*|:.*|.*\\.target");
    /** A form reads a list from one text. */
    private static final Pattern SPECIAL = Pattern.compile("[,\\\\\\s]");

    private FormCheck() {}

    /** What is wrong, each with what to do, parted by a dash. */
    static List<String> of(ObjectClassDefinition form, Dictionary<String, Object> values) {
        AttributeDefinition[] declared = form.getAttributeDefinitions(ObjectClassDefinition.ALL);
        Map<String, AttributeDefinition> settings = new TreeMap<>();
        for (AttributeDefinition setting : declared == null ? new AttributeDefinition[0] : declared) {
            settings.put(setting.getID(), setting);
        }
        List<String> wrong = new ArrayList<>();
        for (String key : Collections.list(values.keys()).stream().sorted().toList()) {
            if (PLATFORM.matcher(key).matches()) {
                continue;
            }
            AttributeDefinition setting = settings.get(key);
            if (setting == null) {
                wrong.add("has no setting '" + key + "' – " + NearestName.hint(key, settings.keySet()));
            } else {
                for (String value : texts(values.get(key))) {
                    check(setting, value, wrong);
                }
            }
        }
        return wrong;
    }

    private static void check(AttributeDefinition setting, String value, List<String> wrong) {
        String reason = typed(setting.getType(), value)
                ? setting.validate(SPECIAL.matcher(value).replaceAll("\\\\$0"))
                : "is no " + type(setting.getType());
        if (reason == null || reason.isEmpty()) {
            return;
        }
        String[] choices = setting.getOptionValues();
        String allowed = choices != null && choices.length > 0
                ? "choose one of " + String.join(", ", choices)
                : "what is allowed: " + setting.getDescription();
        wrong.add("has " + setting.getID() + "=" + value + ", which "
                + (reason.startsWith("is no ") ? reason : "is not allowed (" + reason + ")") + " – " + allowed);
    }

    private static boolean typed(int type, String value) {
        try {
            switch (type) {
                case AttributeDefinition.INTEGER -> Integer.parseInt(value.strip());
                case AttributeDefinition.LONG -> Long.parseLong(value.strip());
                case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> Double.parseDouble(value.strip());
                case AttributeDefinition.BOOLEAN -> {
                    return value.strip().matches("(?i)true|false");
                }
                default -> {
                    return true;
                }
            }
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String type(int type) {
        return switch (type) {
            case AttributeDefinition.INTEGER, AttributeDefinition.LONG -> "whole number";
            case AttributeDefinition.BOOLEAN -> "true or false";
            default -> "number";
        };
    }

    private static List<String> texts(Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        if (value.getClass().isArray()) {
            Object[] all = new Object[Array.getLength(value)];
            Arrays.setAll(all, i -> Array.get(value, i));
            return Arrays.stream(all).map(String::valueOf).toList();
        }
        return List.of(String.valueOf(value));
    }
}
