/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.wiring.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

class FormCheckTest {
    private final ObjectClassDefinition form = fake(ObjectClassDefinition.class, (name, args) -> switch (name) {
        case "getAttributeDefinitions" -> new AttributeDefinition[] {
            setting("width", AttributeDefinition.INTEGER), setting("names", AttributeDefinition.STRING)
        };
        default -> null;
    });

    @Test
    void keysAndValuesAreHeldAgainstTheForm() {
        assertEquals(List.of(), check("width", 8, "names", new String[] {"a", "b"}));
        assertEquals(List.of("has no setting 'widht' – did you mean 'width'?"), check("widht", "8"));
        assertEquals(
                List.of("has width=eight, which is no whole number – what is allowed: width (1 to 64)"),
                check("width", "eight"));
        assertEquals(
                List.of("has width=99, which is not allowed (too large) – what is allowed: width (1 to 64)"),
                check("width", "99"));
        assertEquals(2, check("width", List.of("eight", "99")).size());
    }

    @Test
    void whatThePlatformAddsIsNoSetting() {
        assertEquals(
                List.of(),
                check(
                        "service.pid",
                        "x",
                        "felix.fileinstall.filename",
                        "f",
                        "component.name",
                        "c",
                        "reference.target",
                        "t"));
    }

    private List<String> check(Object... pairs) {
        Dictionary<String, Object> values = new Hashtable<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return FormCheck.of(form, values);
    }

    private static AttributeDefinition setting(String id, int type) {
        return fake(AttributeDefinition.class, (name, args) -> switch (name) {
            case "getID" -> id;
            case "getType" -> type;
            case "getDescription" -> id + " (1 to 64)";
            case "validate" -> type == AttributeDefinition.INTEGER && Integer.parseInt((String) args[0]) > 64
                    ? "too large"
                    : "";
            default -> null;
        });
    }

    private interface Answer {
        Object to(String method, Object[] args);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> answer.to(method.getName(), args)));
    }
}
