/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.form;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

class FormWithNamesTest {
    private final List<String> glazes = new ArrayList<>(List.of("clear", "matt"));
    private final FormWithNames form = new Kiln(bundle("OSGI-INF/metatype/kiln.xml"), "kiln");

    private final class Kiln extends FormWithNames {
        Kiln(Bundle bundle, String pid) {
            super(bundle, pid);
        }

        @Override
        protected Optional<Names> names(String key) {
            return Optional.ofNullable(Map.of(
                            "glaze", Names.whole(List.copyOf(glazes), List.of("clear", "ash", "")),
                            "shelves", Names.whole(List.of("bowl", "cup"), List.of("cup?size=2")),
                            "clay", Names.part(List.of("red", "white")))
                    .get(key));
        }
    }

    @Test
    void theNamesOfTheMomentAreTheChoicesAndWhatIsUsedStaysOne() {
        assertArrayEquals(
                new String[] {"clear", "matt", "ash"}, setting("glaze").getOptionValues());
        assertArrayEquals(
                new String[] {"clear", "matt", "ash (not installed)"},
                setting("glaze").getOptionLabels());
        glazes.remove("matt");
        glazes.add("ash");
        assertArrayEquals(new String[] {"clear", "ash"}, setting("glaze").getOptionLabels());
        assertArrayEquals(
                new String[] {"bowl", "cup", "cup?size=2"}, setting("shelves").getOptionLabels());
    }

    @Test
    void whereAValueOnlyBeginsWithANameTheNamesAreTold() {
        assertEquals("From where; installed: red, white", setting("clay").getDescription());
        assertEquals(0, setting("clay").getOptionValues().length);
    }

    @Test
    void boundsStandInTheDescriptionAndAreKept() {
        assertEquals("How hot (20 to 1300)", setting("degrees").getDescription());
        assertEquals("", setting("degrees").validate("1300"));
        assertEquals(false, setting("degrees").validate("1301").isEmpty());
    }

    @Test
    void theRestIsAsTheDocumentSays() {
        ObjectClassDefinition kiln = form.getObjectClassDefinition("kiln", null);
        assertEquals("Kiln", kiln.getName());
        assertEquals("Fires clay", kiln.getDescription());
        assertEquals(List.of("degrees", "glaze", "shelves", "clay", "mode"), ids(kiln, ObjectClassDefinition.ALL));
        assertEquals(List.of("shelves"), ids(kiln, ObjectClassDefinition.OPTIONAL));
        assertEquals(List.of("degrees", "glaze", "clay", "mode"), ids(kiln, ObjectClassDefinition.REQUIRED));
        assertArrayEquals(new String[] {"Slowly", "Fast"}, setting("mode").getOptionLabels());
        assertArrayEquals(new String[] {"900"}, setting("degrees").getDefaultValue());
        assertEquals(AttributeDefinition.INTEGER, setting("degrees").getType());
        assertEquals(Integer.MAX_VALUE, setting("shelves").getCardinality());
        assertNull(form.getObjectClassDefinition("oven", null));
    }

    @Test
    void aFormThatNoDocumentDescribesIsRefused() {
        var e = assertThrows(
                IllegalArgumentException.class, () -> new Kiln(bundle("OSGI-INF/metatype/kiln.xml"), "oven"));
        assertEquals("bundle pottery does not describe oven in OSGI-INF/metatype", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Kiln(bundle(), "kiln"));
    }

    private AttributeDefinition setting(String id) {
        return Arrays.stream(
                        form.getObjectClassDefinition("kiln", null).getAttributeDefinitions(ObjectClassDefinition.ALL))
                .filter(setting -> setting.getID().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(ObjectClassDefinition form, int filter) {
        return Arrays.stream(form.getAttributeDefinitions(filter))
                .map(AttributeDefinition::getID)
                .toList();
    }

    private static Bundle bundle(String... documents) {
        List<URL> urls = Arrays.stream(documents)
                .map(name -> FormWithNamesTest.class.getClassLoader().getResource(name))
                .toList();
        return (Bundle) Proxy.newProxyInstance(
                FormWithNamesTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "findEntries" -> urls.isEmpty() ? null : Collections.enumeration(urls);
                    case "getSymbolicName" -> "pottery";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
